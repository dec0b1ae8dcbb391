"""Runs other retrieval libraries, in the virtual environment of ``bench/peers-requirements.txt``.

Nothing here imports the rest of the project: ``bench/peers.py`` writes a job and reads what came out.
"""
