"""A question in Spark's SQL: what a plain translation gets wrong, put right."""

import sqlglot
from sqlglot import exp


def spark_sql(sql: str) -> str:
    """The same question for Spark; `$name` becomes `:name`."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    for step in tree.find_all(exp.CTE):
        step.set("materialized", None)
    return tree.transform(_mended).sql(dialect="spark")


def _mended(node: exp.Expression) -> exp.Expression:
    # The length of a list, where the translation expects a text.
    if isinstance(node, exp.Length) and isinstance(node.this, (exp.Placeholder, exp.Parameter)):
        return exp.Anonymous(this="size", expressions=[node.this])
    # Lists that share an element; the translation writes an operator that Spark has not.
    if isinstance(node, exp.ArrayOverlaps):
        return exp.Anonymous(this="arrays_overlap", expressions=[node.this, node.expression])
    # Parting a text at a plain separator; the translation quotes it as a pattern.
    if isinstance(node, exp.Split):
        return exp.Anonymous(this="split", expressions=[node.this, node.expression])
    # A quantile between two values; the translation writes a function that Spark knows in another form only.
    if isinstance(node, exp.PercentileCont) and node.expression:
        return exp.Anonymous(this="percentile", expressions=[node.this, node.expression])
    return node
