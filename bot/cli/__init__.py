"""The bodies of the ``deskhand`` commands; ``bot.__main__`` declares them."""
