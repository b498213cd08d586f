"""What the user says about a wrong tag."""
