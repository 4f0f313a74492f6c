#include "pipeline/extract/lexicon/lexicon_lot.h"

#include "pipeline/extract/lexicon/lexicon_text.h"

static void look_up(const struct ws_place *at, struct ws_cues *cues)
{
    if (at->opens)
        ws_lexicon_openings(at->opening, at->p, at->end, cues);
    else
        ws_phrases_by_key(at->key, at->p, at->end, (enum ws_char_class)at->first, cues);
}

static void settle(const struct ws_place *at)
{
    if (!at->aside) {
        look_up(at, at->cues);
        return;
    }
    struct ws_cues said = {0};
    look_up(at, &said);
    *at->aside += (uint32_t)said.appeal + said.link + said.legal;
}

/* In three steps, each of which finds what the one before has fetched. */
void ws_lot_settle(struct ws_lot *lot)
{
    const struct ws_place *const end = lot->place + lot->n;
    for (const struct ws_place *at = lot->place; at < end; at++)
        at->opens ? ws_openings_fetch_buckets(at->opening) : ws_phrases_fetch_bucket(at->key);
    for (const struct ws_place *at = lot->place; at < end; at++)
        at->opens ? ws_openings_fetch(at->opening) : ws_phrases_fetch(at->key);
    for (const struct ws_place *at = lot->place; at < end; at++)
        settle(at);
    lot->n = 0;
}
