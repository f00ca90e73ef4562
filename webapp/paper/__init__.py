"""Paper: the office's forms as PDF, blank and filled.

forms/ knows what each needs, press/ how it comes onto paper, printing.py who may and what is kept of it.
"""
