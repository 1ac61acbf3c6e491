"""What tests share: services they start, fakes for clocks and the outside world."""
