"""Quality and speed, one command each: ``python -m bench.search``, ``python -m bench.build``, ``python -m bench.encoder``."""
