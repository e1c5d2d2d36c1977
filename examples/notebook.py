# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Real plans in a notebook
#
# Open this file with Jupytext, or make a notebook of it: `jupytext --to ipynb examples/notebook.py`.
# Plans, targets, findings and the whole compliance show themselves as tables.

# %%
import datetime as dt

import sotttt as st
from sotttt import catalog

plans = catalog.plans("articles")
[plan.id for plan in plans]

# %% [markdown]
# ## One plan

# %%
plan = catalog.plan("qn-2020-plan")
plan

# %% [markdown]
# ## What was known, and the verdicts on a day
#
# The day is always an argument. Ask the same question for another day and the answer may differ. What the
# source states itself is kept beside.

# %%
observations = catalog.observations(plan=plan.id)
stated = catalog.assessments(plan=plan.id)
result = st.evaluate(plan, observations, as_of=dt.date(2021, 3, 3), assessments=stated)
result

# %%
first = result["qn-2020-phones"]
first

# %%
print(first.explain("vi"))
print(first.explain("en"))

# %% [markdown]
# ## Into a dataframe
#
# `to_records()` gives one flat dict per finding, magnitudes as exact decimal texts: any dataframe takes them.

# %%
records = result.to_records()
sorted(records[0])

# %%
counts = result.counts
(counts.all, counts.due, counts.measured, counts.met)

# %% [markdown]
# ## All plans together

# %%
everything = st.evaluate(plans, catalog.observations(collection="articles"), as_of=dt.date(2025, 12, 31))
{verdict: len(group) for verdict, group in everything.by("verdict").items()}
