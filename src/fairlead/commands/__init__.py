"""The door at the terminal: the `fairlead` command. One module a command.

A command is a module here (or a package) whose docstring's first line is its help, with
`add_arguments(parser)` and `run(arguments) -> int`. Modules that begin with an underscore are not commands.
"""
