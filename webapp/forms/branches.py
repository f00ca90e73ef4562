from webapp.forms import Form, line
from webapp.models.organisation import Branch, Region


class BranchForm(Form):
    """A branch, and the region it is in."""

    name = line("分站名称", Branch.name.max_length, required="请写名称")
    region = line("所属区域", Region.name.max_length, required="请写名称", description="没有的区域会新建")


class RegionForm(Form):
    """What a region is called."""

    name = line("区域名称", Region.name.max_length, required="请写名称")
