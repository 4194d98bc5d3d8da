"""The rating graph: who rates fairly, whom the fair rate well, and which rating can be relied on.

The model, in the words of the help. Three questions answer one another, as in REV2 (Kumar, Hooi, Makhija,
Kumar, Faloutsos, Subrahmanian: *REV2: Fraudulent User Prediction in Rating Platforms*, WSDM 2018): a rater is
fair who agrees with the other fair raters; a ratee is good whom fair raters rate well; a rating is reliable
that comes from a fair rater and agrees with the others. Several ratings of one pair are one opinion, their
mean. In each round, for the opinion with score ``s`` of rater ``u`` about ratee ``v``::

    voice(u, v)     = weight(u, v) · F(u without v)²
    C               = Σ voice(w, v)                  over the other raters w of v
    expected        = Σ voice(w, v) · s(w, v) / C    over the other raters w of v
    agreement       = exp(-(s - expected)²)
    evidence(u, v)  = weight(u, v) · sittings(u) · C / (1 + C) · √(10 / (10 + C))

    F(u)            = (½ + Σ evidence · agreement) / (1 + Σ evidence)           fairness, 0..1
    G(v)            = Σ voice · s / (1 + Σ voice)                               goodness, -1..1
    reliability     = (F(u without v) + C / (1 + C) · agreement) / (1 + C / (1 + C))

**Priors.** A rater starts at a fairness of ½, worth one full piece of evidence; a ratee at a goodness of 0,
worth one full voice. So with few facts everybody is unproven, nobody bad; and whom nobody else has rated,
neither proves nor discredits who rates him.

**What differs from REV2**, and why:

- *Nobody is her own witness.* What is expected of a rating leaves out the rater, and what her voice counts
  for a ratee leaves out what she said of him ("F(u without v)": the messages of belief propagation).
- *Agreement counts as far as it says something*: the less, the less the others' voices weigh, and less again
  where a crowd makes it cheap to agree (the root; after FRAUDAR, Hooi et al., KDD 2016).
- *A burst is one piece of evidence.* ``sittings`` is the mean of ``1 - exp(-gap / 30 days)`` over a rater's
  ratings (bursts as in BIRDNEST, Hooi et al., SDM 2016). Without times it is 1.
- *Friends share a voice.* ``weight = island / (1 + friends)``: raters who keep rating the same little-known
  ratees count together about as one (`circles`), and a part of the graph that has nothing to do with the
  largest one counts nothing (`islands`). So a ring of friends that rates only itself earns nothing, and one
  that hides by rating strangers too earns, however large it is, what one or two raters could give.

The ids of raters and those of ratees are never compared with each other: the fairness of a rater comes from
what she gave alone, whatever she received.
"""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from .independence import circles, islands, parts, sittings
from .ratings import Floats, Ids, gather, read
from .rounds import reliability, settle


@dataclass(frozen=True, slots=True)
class RatersReport:
    """What the rating graph says.

    ``fairness[i]`` in 0..1 belongs to ``raters[i]`` and ``goodness[i]`` in -1..1 to ``ratees[i]`` (both ids
    ascending), ``reliability[i]`` in 0..1 to the i-th rating handed in. 0.5, 0 and 0.5 are those of whom
    nothing is known.
    """

    raters: Ids
    fairness: Floats
    ratees: Ids
    goodness: Floats
    reliability: Floats


def rate_raters(
    rater: ArrayLike, ratee: ArrayLike, score: ArrayLike, at: ArrayLike | None = None
) -> RatersReport:
    """Judge raters, ratees and ratings by one another, as the module's page says.

    Equally long columns, one row a rating: ``rater`` and ``ratee`` are whole numbers, ``score`` runs from -1
    to 1, ``at`` is in seconds since 1970 (with it, bursts are seen). The order of the rows changes nothing,
    nor does which number stands for whom. A million ratings take about two
    seconds.

    Three clients are rated by three workers who saw much the same, and by one who praises the bad one and
    slates the others; a pair of strangers (7, 8) rates only itself:

    >>> report = rate_raters(
    ...     rater=[1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 7, 8],
    ...     ratee=[10, 11, 12, 10, 11, 12, 10, 11, 12, 10, 11, 12, 8, 7],
    ...     score=[0.8, 0.5, -0.9, 0.9, 0.6, -0.8, 0.8, 0.4, -1, -0.9, -1, 1, 1, 1],
    ... )
    >>> dict(zip(report.raters.tolist(), report.fairness.round(2).tolist()))
    {1: 0.8, 2: 0.78, 3: 0.79, 4: 0.22, 7: 0.5, 8: 0.5}
    >>> dict(zip(report.ratees.tolist(), report.goodness.round(2).tolist()))
    {7: 0.0, 8: 0.0, 10: 0.48, 11: 0.28, 12: -0.52}
    >>> report.reliability.round(2)[[0, 11, 12]].tolist()
    [0.83, 0.18, 0.5]

    Raises:
        ValueError: there are no ratings, the columns differ in length, or something in them isn't what it
            should be; the message says which.
    """
    ratings = read(rater, ratee, score, at)
    opinions = gather(ratings)
    part = parts(opinions)
    weight = islands(part)[opinions.rater] / (1.0 + circles(opinions, part))
    evidence = weight
    if ratings.at is not None:
        evidence = weight * sittings(opinions.rater[opinions.of_rating], ratings.at)[opinions.rater]
    settled = settle(opinions, weight, evidence)
    return RatersReport(
        raters=opinions.raters,
        fairness=settled.fairness,
        ratees=opinions.ratees,
        goodness=settled.goodness,
        reliability=reliability(settled, opinions, ratings.score),
    )
