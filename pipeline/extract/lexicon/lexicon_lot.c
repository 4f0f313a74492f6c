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

static void fetch_bucket(const struct ws_place *at)
{
    if (at->opens)
        ws_openings_fetch_buckets(at->opening);
    else
        ws_phrases_fetch_bucket(at->key);
}

static void fetch_phrases(const struct ws_place *at)
{
    if (at->opens)
        ws_openings_fetch(at->opening);
    else
        ws_phrases_fetch(at->key);
}

/* In three steps, each of which finds what the one before has fetched. */
void ws_lot_settle(struct ws_lot *lot)
{
    for (unsigned i = 0; i < lot->n; i++)
        fetch_bucket(&lot->place[i]);
    for (unsigned i = 0; i < lot->n; i++)
        fetch_phrases(&lot->place[i]);
    for (unsigned i = 0; i < lot->n; i++)
        settle(&lot->place[i]);
    lot->n = 0;
}
