#include "pipeline/extract/doubt/doubt_self.h"

#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/text/words.h"

#define TEXT_WORDS 12    /* of a likely block that shows how the page speaks */
#define LEAST_TEXT 5     /* such blocks: fewer show nothing */
#define SOME       0.34f /* of them: a page that speaks like that */
#define OWN_WORDS  50
#define SITE_BYTES 6  /* of a name that means something */
#define SITE_MOST  60 /* bytes of a name */

/* Or part of one that is no ASCII. */
static bool is_letter_or_wide(uint8_t c)
{
    return c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
}

/* What the title for machines has before or behind the headline: "Headline | Site". */
static struct ws_slice site_in_title(struct ws_slice title, struct ws_slice headline)
{
    const struct ws_slice none = {title.p, 0};
    size_t at = headline.n ? ws_bytes_before(title, headline) : title.n, past = at + headline.n;
    if (at >= title.n)
        return none;
    struct ws_slice rest = at > title.n - past ? (struct ws_slice){title.p, at}
                                               : (struct ws_slice){title.p + past, title.n - past};
    while (rest.n && !is_letter_or_wide(*rest.p))
        rest = (struct ws_slice){rest.p + 1, rest.n - 1};
    while (rest.n && !is_letter_or_wide(rest.p[rest.n - 1]))
        rest.n--;
    return rest.n <= SITE_MOST ? rest : none;
}

static bool is_personal(const struct ws_cues *c)
{
    return c->you + c->we > 0;
}

static bool shows(const struct ws_block *b, float p)
{
    return p >= 0.5f && b->words >= TEXT_WORDS;
}

void ws_self_begin(const struct ws_analysis *a, const float *p, struct ws_self *self)
{
    *self = (struct ws_self){.site = a->about.site, .p = p};
    if (!self->site.n)
        self->site = site_in_title(a->tree.head.title, a->about.title);
    float all = 0, persons = 0;
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (shows(&a->blocks.v[i], p[i])) {
            all++;
            persons += is_personal(&a->features.survey->m[i].cues);
        }
    self->tells = self->site.n >= SITE_BYTES && all >= LEAST_TEXT && persons <= SOME * all;
}

/* Whether the text has the name of the site again and again. Asked of few pages. */
static bool names_itself(const struct ws_analysis *a, const struct ws_self *self)
{
    float all = 0, named = 0;
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (shows(&a->blocks.v[i], self->p[i])) {
            all++;
            named += ws_contains(a->blocks.v[i].text, self->site);
        }
    return named > SOME * all;
}

bool ws_is_own_word(const struct ws_analysis *a, struct ws_self *self, uint32_t i)
{
    const struct ws_block *b = &a->blocks.v[i];
    const struct ws_measure *m = &a->features.survey->m[i];
    if (!self->tells || b->words > OWN_WORDS || m->quoted || b->pre)
        return false;
    const struct ws_cues c = ws_all_cues(&m->cues);
    bool own = is_personal(&c) || m->question || c.appeal || c.link || c.author || c.legal;
    if (!own || !ws_contains(b->text, self->site))
        return false;
    if (!self->asked)
        self->tells = !names_itself(a, self);
    self->asked = true;
    return self->tells;
}
