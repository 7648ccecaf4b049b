"""Measures for officers: exact figures, and the cases behind them."""
