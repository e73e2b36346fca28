"""What every function shares: dispatch, workspace, formats and reductions."""
