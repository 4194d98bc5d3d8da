"""A small trained model that weighs a posting's sentences for warning signs, beside the rules."""
