#!/usr/bin/env python3
"""Doc comments and the functions they describe: pairs.py SOURCES OUT [--choose]

Writes to OUT the sources once more, with every doc comment blanked (lines stay where they were), and pairs.tsv:
id, repository, file, name, line of the definition, first sentence of the comment. Only pairs named in pairs.txt are
written; --choose makes that list, at most so many of a repository, by the hash of their ids. The sentences are others'
words and are never committed; the ids are.
"""
import ast
import hashlib
import os
import re
import shutil
import sys

EACH_MAX = 175
WORDS_MIN = 5
LETTERS_MAX = 300
HERE = os.path.dirname(os.path.abspath(__file__))
SKIPPED = re.compile(r"(^|/)(tests?|docs?|examples?|demos|testing|test-d)(/|$)|_test\.go$|\.test\.|(^|/)conftest")


def sentence(text):
    """The first sentence of a comment, without its markup."""
    text = re.split(r"\n\s*\n|^\s*@(?!link)|^\s*:(param|return|raise)|^\s*\.\. |^\s*```", text.strip(), maxsplit=1, flags=re.M)[0]
    text = re.sub(r"\{@\w+\s+([^}]*)\}", r"\1", text)
    text = re.sub(r":\w+:`~?\.?([^`]*)`", r"\1", text)
    text = re.sub(r"</?\w+[^>]*>", " ", text)
    text = re.sub(r"\[`?([^\]`]+)`?\](\([^)]*\)|\[[^\]]*\])?", r"\1", text)
    text = re.sub(r"[`*]+", "", text)
    text = re.sub(r"\s+", " ", text).strip()
    first = re.match(r"(.+?[.!?])(\s+[A-Z(]|$)", text)
    return (first.group(1) if first else text)[:LETTERS_MAX]


def python(text):
    """Functions and their docstrings, and every docstring's lines."""
    pairs, blanked = [], []
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return pairs, blanked
    for node in ast.walk(tree):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)):
            continue
        body = node.body
        if not (body and isinstance(body[0], ast.Expr) and isinstance(getattr(body[0], "value", None), ast.Constant)
                and isinstance(body[0].value.value, str)):
            continue
        blanked.append((body[0].lineno, body[0].end_lineno))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and len(body) > 1:
            pairs.append((node.name, node.lineno, body[0].value.value))
    return pairs, blanked


JAVA = re.compile(r"^\s*(?:(?:public|protected|private|static|final|abstract|synchronized|default|native)\s+)*"
                  r"(?:<[^>]+>+\s+)?(?:@\w+\s+)*[\w.<>\[\],?@ ]+?\s+(\w+)\s*\(")
SCRIPT = re.compile(r"^\s*(?:export\s+)?(?:default\s+)?(?:(?:async\s+)?function\s*\*?\s*(\w+)|"
                    r"(?:(?:public|protected|private|static|async|get|set)\s+)*(\w+)\s*(?:<[^>]*>)?\s*\()")
GO = re.compile(r"^func\s+(?:\([^)]*\)\s*)?(\w+)")
RUST = re.compile(r"^\s*(?:pub(?:\([^)]*\))?\s+)?(?:const\s+)?(?:async\s+)?(?:unsafe\s+)?fn\s+(\w+)")
KEYWORDS = {"if", "for", "while", "switch", "return", "new", "class", "interface", "enum", "function", "catch", "super"}


def has_body(lines, at):
    """Whether a declaration opens a block before it ends."""
    depth = 0
    for line in lines[at:at + 12]:
        for c in line:
            depth += (c in "(<[") - (c in ")>]")
            if c == "{" and depth <= 0:
                return True
            if c == ";" and depth <= 0:
                return False
    return False


def blocks(text, declaration, annotations):
    """/** … */ before a declaration; an overload without a body hands its comment on to the one with a body."""
    pairs, blanked = [], []
    lines = text.split("\n")
    for match in re.finditer(r"/\*\*(?!/).*?\*/", text, re.S):
        first = text.count("\n", 0, match.start())
        last = text.count("\n", 0, match.end())
        blanked.append((first + 1, last + 1))
        at = last + 1
        while at < len(lines) and (not lines[at].strip() or annotations.match(lines[at])):
            at += 1
        found = declaration.match(lines[at]) if at < len(lines) else None
        name = found and next((g for g in found.groups() if g), None)
        if name and name not in KEYWORDS and has_body(lines, at):
            comment = "\n".join(re.sub(r"^\s*\* ?", "", l) for l in match.group()[3:-2].split("\n"))
            pairs.append((name, at + 1, comment))
    return pairs, blanked


def runs(text, sign, declaration, skipped):
    """Lines that begin with a sign, before a declaration."""
    pairs, blanked = [], []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if not re.match(r"\s*" + sign, lines[at]):
            at += 1
            continue
        start = at
        while at < len(lines) and re.match(r"\s*" + sign, lines[at]):
            at += 1
        comment = "\n".join(re.sub(r"^\s*" + sign + r" ?", "", l) for l in lines[start:at])
        blank = (start + 1, at)
        while at < len(lines) and skipped.match(lines[at]):
            at += 1
        found = declaration.match(lines[at]) if at < len(lines) else None
        top = found or (at < len(lines) and re.match(r"(type|var|const|package|func|\s+\w+)\b", lines[at]))
        if found or sign != "//" or (top and lines[start].startswith("//")):
            blanked.append(blank)
        if found and has_body(lines, at):
            pairs.append((found.group(1), at + 1, comment))
    return pairs, blanked


def read(path, text):
    if path.endswith(".py"):
        return python(text)
    if path.endswith(".java"):
        return blocks(text, JAVA, re.compile(r"\s*@\w+(\(.*\))?\s*$"))
    if path.endswith((".ts", ".js", ".mjs", ".cjs")):
        return blocks(text, SCRIPT, re.compile(r"\s*(@\w+(\(.*\))?|/[/*] .*)\s*$"))
    if path.endswith(".go"):
        return runs(text, "//", GO, re.compile(r"$^"))
    if path.endswith(".rs"):
        return runs(text, "//[/!]", RUST, re.compile(r"\s*#\["))
    return [], []


def main():
    sources, out = sys.argv[1:3]
    choose = "--choose" in sys.argv
    found, kept_lines = [], 0
    for repository in sorted(os.listdir(sources)):
        for folder, folders, files in os.walk(os.path.join(sources, repository)):
            folders.sort()
            for file in sorted(files):
                path = os.path.join(folder, file)
                inside = os.path.relpath(path, os.path.join(sources, repository))
                target = os.path.join(out, "sources", repository, inside)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                try:
                    text = open(path, encoding="utf-8", newline="").read()
                except UnicodeDecodeError:
                    shutil.copy(path, target)
                    continue
                pairs, blanked = read(path, text)
                lines = text.split("\n")
                for first, last in blanked:
                    for i in range(first - 1, last):
                        lines[i] = ""
                # A body that was only a docstring would not parse without it.
                with open(target, "w", encoding="utf-8", newline="") as stripped:
                    stripped.write("\n".join(lines))
                if SKIPPED.search(inside):
                    continue
                for name, line, comment in pairs:
                    # In Go a comment begins with the name that it describes; one who asks does not know it.
                    said = re.sub(r"^" + re.escape(name) + r"\s+", "", sentence(comment))
                    if len(re.findall(r"[A-Za-z]{2,}", said)) >= WORDS_MIN and "inheritDoc" not in said:
                        found.append((f"{repository}/{inside}#{name}:{line}", repository, inside, name, line, said))
    said = {}
    for pair in found:
        said.setdefault((pair[1], pair[5]), []).append(pair)
    found = [pairs[0] for pairs in said.values() if len(pairs) == 1]  # Said twice, it names neither.
    listed = os.path.join(HERE, "pairs.txt")
    if choose:
        chosen, each = set(), {}
        for pair in sorted(found, key=lambda p: hashlib.sha256(p[0].encode()).digest()):
            each[pair[1]] = each.get(pair[1], 0) + 1
            if each[pair[1]] <= EACH_MAX:
                chosen.add(pair[0])
        with open(listed, "w") as file:
            file.write("".join(f"{id}\n" for id in sorted(chosen)))
        print({name: min(n, EACH_MAX) for name, n in sorted(each.items())}, "found:", each)
    chosen = set(open(listed).read().split("\n")) - {""}
    found = [pair for pair in found if pair[0] in chosen]
    if len(found) != len(chosen):
        sys.exit(f"{len(chosen) - len(found)} pairs were not found again: other versions of the sources?")
    with open(os.path.join(out, "pairs.tsv"), "w") as file:
        file.write("".join("\t".join(map(str, pair)) + "\n" for pair in sorted(found)))
    print(len(found), "pairs")


main()
