"""Notebooks: a readable script, ``docs/examples/some_name.py``, becomes ``some-name.ipynb``, run by Jupyter.

``python -m scripts.notebooks`` rewrites them, ``python -m scripts.notebooks --check`` only compares.
"""
