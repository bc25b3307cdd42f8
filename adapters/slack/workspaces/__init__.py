"""The workspaces that we serve: installed, connected, checked, followed."""
