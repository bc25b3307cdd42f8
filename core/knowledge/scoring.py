"""How well passages fit the concepts of a question.

BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond" (2009), section 3; a word in a title or heading counts as if it stood in the
text several times (BM25F's simple form, section 3.6). A concept counts once, by its best word.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from core.knowledge.wording import Concept

FIELDS = {"A": 4.0, "B": 3.0, "C": 2.0, "D": 1.0}
K1, B = 1.2, 0.6
WIDTH = 0.4
UNKNOWN = 1.0
SINGLE = 0.5
WINDOW = 10


class Match(Protocol):
    """A word that stands in a passage; ``weights`` has a letter for each place."""

    passage_id: UUID
    article_id: UUID
    lexeme: str
    weights: list[str]
    size: int


@dataclass
class Fit:
    passage_id: UUID
    article_id: UUID
    score: float = 0.0
    features: dict[str, float] = field(default_factory=dict)


def score_passages(matches: Iterable[Match], concepts: list[Concept], total: int) -> list[Fit]:
    counts = defaultdict(dict)
    places = defaultdict(dict)
    article_of, sizes = {}, {}
    holders = Counter()
    for m in matches:
        counts[m.passage_id][m.lexeme] = m.weights
        places[m.passage_id][m.lexeme] = m.positions
        article_of[m.passage_id] = m.article_id
        sizes[m.passage_id] = m.size
        holders[m.lexeme] += 1
    average = sum(sizes.values()) / max(1, len(sizes))
    top = rarity(0, total)
    rar = {w: rarity(n, total) for w, n in holders.items()}

    # how much each concept asks for
    asked = {}
    for c in concepts:
        found = [f for f in c.forms if f in rar]
        if c.word in rar:
            asked[c.word] = c.weight * rar[c.word]
        elif found:
            asked[c.word] = c.weight * max(c.forms[f] * rar[f] for f in found) 
        elif c.word.isdigit() or len(c.word) < 3:
            asked[c.word] = 0.0
        else:
            asked[c.word] = UNKNOWN * c.weight * top
    fits = []
    arts = len(set(article_of.values()))
    domain = 0.0
    for c in concepts:
        found = [(c.forms[f] * (1 - rar[f] / top)) for f in c.forms if f in rar]
        if c.weight == 1 and found: domain += max(found)
    ntop = len([c for c in concepts if c.weight == 1])
    dense = {}
    exscore = {}
    per_article = defaultdict(lambda: defaultdict(float))
    pres = defaultdict(lambda: defaultdict(float))
    titl = defaultdict(lambda: defaultdict(float))
    exact = defaultdict(set)
    for pid, words in counts.items():
        norm = K1 * (1 - B + B * sizes[pid] / average)
        aid = article_of[pid]
        score = 0.0
        for c in concepts:
            best = 0.0
            for form, w in c.forms.items():
                if form not in words:
                    continue
                n = sum(FIELDS[x] for x in words[form])
                gain = c.weight * w * rar[form] * n / (n + norm)
                best = max(best, gain)
                pres[aid][c.word] = max(pres[aid][c.word], c.weight * w * rar[form])
                if w == 1.0 and c.weight == 1: exact[aid].add(c.word)
                if 'A' in words[form] or 'B' in words[form] or 'C' in words[form]:
                    titl[pid][c.word] = max(titl[pid][c.word], c.weight * w * rar[form])
            score += best
            per_article[aid][c.word] = max(per_article[aid][c.word], best)
        pos = []
        ex = 0.0
        for c in concepts:
            for form, w in c.forms.items():
                if form in words:
                    pos += [(x, c.word, c.weight * w * rar[form]) for x in places[pid][form]]
                    if w == 1.0: 
                        n = sum(FIELDS[x] for x in words[form]); ex += c.weight * rar[form] * n / (n + norm)
        pos.sort()
        bestw = 0.0
        for i, (x, _, _) in enumerate(pos):
            got = {}
            for y, cw, g in pos[i:]:
                if y - x > WINDOW: break
                got[cw] = max(got.get(cw, 0), g)
            bestw = max(bestw, sum(got.values()) * (1 if len(got) > 1 else SINGLE))
        dense[pid] = bestw
        exscore[pid] = ex
        fits.append(Fit(pid, aid, score))
    total_asked = sum(asked.values()) or 1.0
    best3 = sum(sorted(asked.values(), reverse=True)[:4]) or 1.0
    unknown = sum(v for c in concepts for v in [asked[c.word]] if c.word not in rar and not any(f in rar for f in c.forms))
    for f in fits:
        art = sum(per_article[f.article_id].values())
        own = f.score
        f.score = (1 - WIDTH) * own + WIDTH * art
        p = pres[f.article_id]
        f.features = dict(
            score=f.score / top, dense=dense[f.passage_id] / top, denseshare=dense[f.passage_id] / total_asked, domain=domain, domainshare=domain / max(1, ntop), ex=exscore[f.passage_id] / top, own=own / top, art=art / top,
            coverage=min(1, sum(p.values()) / total_asked),
            best=min(1, sum(p.values()) / best3),
            title=sum(titl[f.passage_id].values()) / top,
            titleshare=sum(titl[f.passage_id].values()) / total_asked,
            exact=len(exact[f.article_id]),
            matched=sum(1 for c in concepts if c.weight == 1 and p.get(c.word)),
            unknown=unknown / total_asked, unknown_abs=unknown / top,
            n=len([c for c in concepts if c.weight == 1]),
            asked=total_asked / top,
        )
    return sorted(fits, key=lambda f: -f.score)


def rarity(holders: int, total: int) -> float:
    return math.log(1 + (total - holders + 0.5) / (holders + 0.5))
