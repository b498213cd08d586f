"""Counts over time and the entries behind them."""
