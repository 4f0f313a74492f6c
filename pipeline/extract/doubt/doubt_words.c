#include "pipeline/extract/doubt/doubt_words.h"

#include "pipeline/extract/doubt/site_words.h"
#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/model/paragraphs.h"
#include "pipeline/extract/text/quotes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHORTEST    2       /* words of a block that is asked */
#define LEAST       8       /* words of one that is taken at its word: a shorter one ... */
#define SHORT       2.0f    /* ... has to say so much more, ... */
#define ITEM        1.0f    /* ... an item of a list so much */
#define QUOTED      1.0f    /* ... what begins with a quotation mark, a dash or the number of a clause so much */
#define SURE        3       /* paragraphs of an article that are not doubted */
#define SAMPLE      256     /* paragraphs of a page that are looked at */
#define STEEP       2.5f    /* log-odds of doubt for one of prompt_words.h above ... */
#define BEGINS      (-0.15f) /* ... this, ... */
#define OWN         0.4f     /* ... and so much of what is usual on the page, ... */
#define FORUM       1.0f     /* ... and this, where people speak of themselves and to each other: */
#define FORUM_SHARE 0.3f     /* of the words of the page are under forum markup */
#define UNTOLD      0.4f     /* likewise where neither date, author nor og:type tell that the page is an article */
#define LACKS       6.0f    /* of the share of paragraphs that it lacks to be an article */
#define MOST        6.0f
#define NAMED       3.0f    /* more when the block has a word of the site's name, ... */
#define NAMED_FROM  (-2.0f) /* ... if it is that near to being doubted, ... */
#define NAMED_SHARE 0.25f   /* ... which so much of the paragraphs may have, or one */
#define BEHIND_ONE  1.5f    /* more behind a block that is doubted ... */
#define BEFORE_ONE  0.5f    /* ... and before one, which the last paragraph of the article is, too; ... */
#define BESIDE_FROM 2.0f    /* ... if that much: letters have paragraphs, and prompts stand together */

static int by_size(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Whether some of the paragraphs do not sound like prompts; usual: the median of what they have. */
static bool sounds_like_one(const struct ws_blocks *blocks, const float *p, const float *said, float *usual)
{
    float paragraph[SAMPLE];
    uint32_t n = 0, sure = 0;
    for (uint32_t i = 0; i < blocks->n && n < SAMPLE; i++)
        if (ws_is_paragraph(&blocks->v[i], p[i]) && said[i] > -INFINITY) {
            paragraph[n++] = said[i];
            sure += said[i] < BEGINS;
        }
    if (sure < SURE)
        return false;
    qsort(paragraph, n, sizeof *paragraph, by_size);
    *usual = paragraph[n / 2];
    return true;
}

/* Words of the site's name which the text is not about. named: those that each block has. */
static unsigned rare_words(const struct ws_blocks *blocks, const float *p, const uint8_t *named)
{
    uint32_t paragraphs = 0, with[WS_SITE_WORDS] = {0};
    for (uint32_t i = 0; i < blocks->n; i++) {
        if (!ws_is_paragraph(&blocks->v[i], p[i]))
            continue;
        paragraphs++;
        for (unsigned k = 0; k < WS_SITE_WORDS; k++)
            with[k] += named[i] >> k & 1;
    }
    unsigned rare = 0;
    for (unsigned k = 0; k < WS_SITE_WORDS; k++)
        rare |= (unsigned)(with[k] <= 1 || (float)with[k] <= NAMED_SHARE * (float)paragraphs) << k;
    return rare;
}

static bool is_short(const struct ws_block *b)
{
    return ws_long_words(b) < LEAST;
}

/* Whether its words are read. "Dear readers," says little: what it heads does (doubt_runs.h). */
static bool can_say(const struct ws_survey *survey, uint32_t i)
{
    const struct ws_block *b = &survey->b->v[i];
    return ws_long_words(b) >= SHORTEST && !(is_short(b) && survey->m[i].ends_comma);
}

/* What short blocks and items of lists have to say more than paragraphs: they say much in few words. */
static float handicap(const struct ws_survey *survey, uint32_t i)
{
    return (is_short(&survey->b->v[i]) ? SHORT : 0) + (ws_is_item(survey, i) ? ITEM : 0);
}

#define NUMBER_BYTES 9 /* "10.12.3. " */

/* "6.2. Users who ...", "6.2 Users", but not "2024 was a year". */
static bool begins_with_number(struct ws_slice s)
{
    size_t i = 0, marks = 0;
    while (i < s.n && i < NUMBER_BYTES && (ws_is_digit(s.p[i]) || s.p[i] == '.' || s.p[i] == ')'))
        marks += !ws_is_digit(s.p[i++]);
    return marks && i < s.n && s.p[i] == ' ' && ws_is_digit(s.p[0]);
}

/* "– Come in, she said." */
static bool begins_with_dash(struct ws_slice s)
{
    return s.n > 3 && s.p[0] == 0xe2 && s.p[1] == 0x80 && (s.p[2] == 0x93 || s.p[2] == 0x94);
}

/* Somebody else speaks to somebody, or a contract does. */
static bool is_quoted_or_clause(struct ws_slice s)
{
    return ws_begins_with_quote(s) || begins_with_dash(s) || begins_with_number(s);
}

static void read_blocks(const struct ws_survey *survey, const bool *asked, const struct ws_site_words *site, float *said,
                        uint8_t *named)
{
    const struct ws_blocks *blocks = survey->b;
    uint32_t token[WS_PROMPT_TOKENS];
    for (uint32_t i = 0; i < blocks->n; i++) {
        said[i] = -INFINITY;
        named[i] = 0;
        if (!asked[i] || !can_say(survey, i))
            continue;
        const unsigned n = ws_prompt_tokens(blocks->v[i].text, token);
        said[i] = ws_prompt_said(token, n) - handicap(survey, i);
        named[i] = (uint8_t)ws_site_words_in(site, token, n);
    }
}

/* said: log-odds of doubt of each block for its own words; after that with those of its neighbours and of its names.
 * rare: words of the site's name that count. Before the article has begun, what stands behind a prompt or has the site's
 * name is most often its first paragraph. */
static void add_up(const struct ws_blocks *blocks, const float *p, float *said, const uint8_t *named, unsigned rare)
{
    const uint32_t n = blocks->n;
    float before = 0;
    bool begun = false;
    for (uint32_t i = 0; i < n; i++) {
        const float own = said[i], behind = i + 1 < n ? said[i + 1] : 0;
        float x = own + (begun && before >= BESIDE_FROM ? BEHIND_ONE : 0) + (behind >= BESIDE_FROM ? BEFORE_ONE : 0);
        x += named[i] & rare && own >= (begun ? NAMED_FROM : 0) ? NAMED : 0;
        begun |= own < 0 && own > -INFINITY && ws_is_paragraph(&blocks->v[i], p[i]);
        said[i] = x < 0 ? 0 : x > MOST ? MOST : x;
        before = own;
    }
}

/* What all blocks have to say more on a page that may be none of those that prompts stand on. */
static float reserve(const struct ws_analysis *a)
{
    const bool forum = ws_page_feature(&a->features, WS_F_PAGE_FORUM) > FORUM_SHARE;
    const bool told = a->about.published.n || a->about.author.n || ws_page_feature(&a->features, WS_F_PAGE_OG) > 0;
    return (forum ? FORUM : 0) + (told ? 0 : UNTOLD);
}

bool ws_doubt_words(const struct ws_analysis *a, struct ws_slice site, const float *p, const bool *asked,
                    float lacks, float *said)
{
    const struct ws_blocks *blocks = &a->blocks;
    uint8_t *named = ws_arena_alloc(a->arena, blocks->n + 1u);
    if (!named)
        return false;
    struct ws_site_words words;
    ws_site_words_read(site, &words);
    read_blocks(a->features.survey, asked, &words, said, named);
    float usual = 0;
    if (!sounds_like_one(blocks, p, said, &usual)) {
        memset(said, 0, blocks->n * sizeof *said);
        return true;
    }
    const float least = BEGINS + OWN * usual + reserve(a) + (lacks > 0 ? LACKS * lacks : 0);
    for (uint32_t i = 0; i < blocks->n; i++)
        said[i] = STEEP * (said[i] - least - (asked[i] && is_quoted_or_clause(blocks->v[i].text) ? QUOTED : 0));
    add_up(blocks, p, said, named, rare_words(blocks, p, named));
    return true;
}
