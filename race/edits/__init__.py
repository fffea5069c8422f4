"""What people do to a race by hand: every act is ordinary messages of its log, which can be taken back."""
