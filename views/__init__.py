"""The pages of the app, one file a page, and the widgets they share. What is found and in which order is `search`'s."""
