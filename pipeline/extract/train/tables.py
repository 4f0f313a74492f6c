"""Tokens that dump.c wrote, labels -> log-odds tables (odds.h).

A site votes once for a token: with the share of its text under the token that is content. Votes are kept by
group of sites, so that tables can leave groups out: the page's own when its features are made for training,
and in a cross-validation those that are tested, too.
"""
import numpy as np

import data

NAME_BITS, TEXT_BITS, PROMPT_BITS, UNIT = 15, 17, 16, 16  # as in odds.h, whose rows hold two entries of text
NAME_PRIOR, TEXT_PRIOR = 2.0, 4.0  # votes for the mean, added to those of the sites
MIN_VOTES = 1.5                          # a token that one site alone uses says nothing of others


def read_tokens(path, pages):
    """Of each page: (name tokens, their words, their content words), the same of text tokens."""
    raw = np.fromfile(path, "<u4")
    at = 0
    for p in pages:
        elements, blocks = int(raw[at]), int(raw[at + 1])
        at += 2
        parent, names = np.zeros(elements, np.int64), []
        for e in range(elements):
            n = int(raw[at + 1])
            parent[e] = raw[at]
            names.append(raw[at + 2:at + 2 + n])
            at += 2 + n
        own, inline, texts = np.zeros(blocks, np.int64), [], []
        for b in range(blocks):
            n = int(raw[at + 1])
            own[b] = raw[at]
            inline.append(raw[at + 2:at + 2 + n])
            at += 2 + n
            n = int(raw[at + 1])
            tokens = raw[at + 2:at + 2 + 2 * n]
            texts.append(np.append(tokens, raw[at]))
            at += 2 + 2 * n
        yield p, parent, names, own, inline, texts
    assert at == len(raw)


def name_votes(p, parent, names, own, inline):
    """(tokens, weights, content shares) of a page's elements, and of inline elements around blocks."""
    known = p.y >= 0
    words = np.where(known, np.minimum(np.maximum(p.w, 1), 60), 0).astype(float)
    content = words * np.clip(p.y, 0, 1)
    total, good = np.zeros(len(parent)), np.zeros(len(parent))
    np.add.at(total, own, words)
    np.add.at(good, own, content)
    for e in range(len(parent) - 1, 0, -1):
        total[parent[e]] += total[e]
        good[parent[e]] += good[e]
    tokens = np.concatenate(names + inline)
    weight = np.concatenate([total, words])
    share = np.concatenate([good / np.maximum(total, 1e-9), np.clip(p.y, 0, 1)])
    times = [len(t) for t in names] + [len(t) for t in inline]
    weight, share = np.repeat(np.minimum(weight, 200) / 100, times), np.repeat(share, times)
    return tokens[weight > 0], weight[weight > 0], share[weight > 0]


def text_votes(p, texts):
    times = [len(t) for t in texts]
    tokens, share = np.concatenate(texts), np.repeat(p.y, times)
    ok = (share >= 0) & (tokens != 0)
    return tokens[ok], np.ones(int(ok.sum())), np.clip(share[ok], 0, 1)


def prompt_votes(p, texts, plain):
    """Of a page with planted prompts: these, and text of articles. plain: the blocks of the page without them."""
    prompt = np.array([t not in plain for t in p.texts]) & (p.y < 0.1)
    used = (p.y >= 0) & (prompt | (p.y > 0.9))
    times = [len(t) if u else 0 for t, u in zip(texts, used)]
    tokens = np.concatenate([t[:n] for t, n in zip(texts, times)])
    share = np.repeat(np.where(prompt, 0.0, 1.0), times)
    ok = tokens != 0
    return tokens[ok], np.ones(int(ok.sum())), share[ok]


class Votes:
    """Votes for every entry of a table, by group of sites."""

    def __init__(self, bits):
        self.shift = 32 - bits
        self.good = np.zeros((data.GROUPS, 1 << bits))
        self.bad = np.zeros((data.GROUPS, 1 << bits))

    def add_site(self, group, votes):
        token = np.concatenate([v[0] for v in votes]) >> self.shift
        weight = np.concatenate([v[1] for v in votes])
        share = np.concatenate([v[2] for v in votes])
        used, which = np.unique(token, return_inverse=True)
        good, bad = np.bincount(which, weight * share), np.bincount(which, weight * (1 - share))
        cap = 1 / np.maximum(good + bad, 1)
        self.good[group, used] += good * cap
        self.bad[group, used] += bad * cap

    def table(self, groups, prior):
        good, bad = self.good[groups].sum(0), self.bad[groups].sum(0)
        mean = good.sum() / max(good.sum() + bad.sum(), 1e-9)
        odds = np.log((good + prior * mean) / (bad + prior * (1 - mean))) - np.log(mean / (1 - mean))
        odds[good + bad < MIN_VOTES] = 0
        return np.clip(np.rint(odds * UNIT), -127, 127).astype(np.int8)


def rows_of_words(text, prompt):
    """Both tables as struct ws_odds has them."""
    return np.stack([text[0::2], text[1::2], prompt, np.zeros_like(prompt)], axis=1).ravel()


class Tables:
    def __init__(self, path, pages):
        self.names, self.texts, self.prompts = Votes(NAME_BITS), Votes(TEXT_BITS), Votes(PROMPT_BITS)
        plain = {p.id: set(p.texts) for p in pages if not p.planted}
        sites = {}
        for p, parent, names, own, inline, texts in read_tokens(path, pages):
            if p.set == data.SCHOOLBOOK:
                sites.setdefault((p.site, True), ([], [], []))[2].append(prompt_votes(p, texts, set()))
            if p.set not in data.LEARNED_SETS or not len(texts):
                continue
            of_site = sites.setdefault((p.site, p.planted), ([], [], []))
            if p.set != data.SOFTWARE:
                of_site[1].append(text_votes(p, texts))
            if p.planted:
                of_site[2].append(prompt_votes(p, texts, plain[p.id.removesuffix(data.PLANTED)]))
            else:
                of_site[0].append(name_votes(p, parent, names, own, inline))
        for (site, _), votes in sorted(sites.items()):
            for table, of_site in zip((self.names, self.texts, self.prompts), votes):
                if of_site:
                    table.add_site(data.group_of(site), of_site)

    def without(self, left_out):
        """Members of struct ws_odds, of all groups but these."""
        groups = [g for g in range(data.GROUPS) if g not in left_out]
        return (self.names.table(groups, NAME_PRIOR),
                rows_of_words(self.texts.table(groups, TEXT_PRIOR), self.prompts.table(groups, TEXT_PRIOR)))
