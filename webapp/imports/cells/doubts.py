"""What is said where a cell cannot be believed as it stands."""

TO_VERIFY = "待核实："
NOBODY = "（姓名待核实）"
