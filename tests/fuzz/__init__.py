"""Coverage-guided fuzzing (atheris): `make fuzz`, a process and a file for each target."""
