"""What is said where a cell cannot be believed as it stands."""

TO_VERIFY = "待核实："
NOBODY = "（姓名待核实）"
REMOVED = "（已删去）"  # stands for what no row may keep (R-NOID)
