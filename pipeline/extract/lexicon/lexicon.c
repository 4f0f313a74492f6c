#include "pipeline/extract/lexicon/lexicon.h"

#include "pipeline/extract/lexicon/lexicon_sets.h"

#include <string.h>

struct marks {
    uint32_t mask;
    const char *words; /* separated by blanks */
};

static const struct marks MARKUP[] = {
    {WS_MARK_COMMENT,
     "comment comments commentlist commentary commenter commentbody commentform disqus respond reply "
     "replies reactions kommentar kommentare comentarios commentaires komentarze livefyre echo "
     "discussion feedback pinglist pingback pingbacks trackback trackbacks"},
    {WS_MARK_SIDE,
     "sidebar sidebars side aside rail widget widgets widgettitle secondary tertiary complementary "
     "rightcol leftcol rightcolumn leftcolumn leftbar rightbar sidebox infobox factbox gadget module "
     "box boxes panel extra extras"},
    {WS_MARK_RELATED,
     "related relatedposts relatedlinks relatedarticles relatedcontent relatednews recommended "
     "recommend recommendation recommendations recent popular trending latest similar teaser teasers "
     "promo promos promoted carousel slider slideshow mostread mostpopular most more readmore morelinks "
     "also headlines topics ranking hot tagcloud archives archive upsell crosssell suggested "
     "suggestions you might further linklist links link newslist outbrain taboola zergnet "
     "nrelate revcontent mgid featured highlights yarpp blogroll xiangguan tuijian"},
    {WS_MARK_SHARE,
     "share sharing shares sharebar sharebox sharetools social socialmedia facebook twitter addthis "
     "addtoany sharedaddy follow followus like likes tweet tweetmeme linkedin pinterest pinit whatsapp "
     "reddit digg delicious stumbleupon googleplus gplus weibo wechat qq vk bookmark bookmarks email "
     "print printer tool tools toolbar toolbox utility utilities button buttons btn btns icon icons "
     "rating ratings vote votes rate actions action controls fenxiang bdsharebuttonbox"},
    {WS_MARK_META,
     "byline author authors meta metadata date dates datetime time timestamp posted published pubdate "
     "updated dateline tag tags category categories cat postmeta postinfo entrymeta info infos source "
     "postedon dates views reading readtime edited editor publisher section kicker label labels "
     "autor datum fecha keywords laiyuan shijian"},
    {WS_MARK_CAPTION,
     "caption captions cutline figcaption credit credits photocredit imagecaption "
     "piccaption photo image picture media gallery thumb thumbnail thumbnails"},
    {WS_MARK_HIDDEN,
     "hidden hide invisible sr screen visuallyhidden offscreen noprint noscript nodisplay collapse "
     "collapsed tooltip hint placeholder loading loader skeleton"},
    {WS_MARK_TITLE,
     "title titles headline heading subtitle subhead subheadline deck dek articletitle posttitle "
     "entrytitle pagetitle biaoti"},
    {WS_MARK_FORUM,
     "forum thread threads topic message messages postbody postcontent posttext bbcode vbulletin phpbb "
     "answer answers question qa messagetext postmessage"},
    {WS_NARROW_CAPTION,
     "caption captions figcaption cutline credit credits photocredit imagecaption piccaption "
     "imgcaption bildunterschrift bildtext legende didascalia epigrafe leyenda podpis"},
    {WS_NARROW_AUTHOR,
     "byline bylines author authors authorname dateline pubdate datepublished datecreated "
     "datemodified postdate timestamp autor autoren auteur autore verfasser fecha datum "
     "laiyuan shijian zuozhe"},
    {WS_NARROW_DATE, "date dateline datetime pubdate datepublished postdate timestamp fecha datum"},
};

#define MARKS ((UINT32_C(1) << WS_MARK_COUNT) - 1)
#define MARK_SLOTS 2048 /* a power of two */

/* Every word stands in one of two slots, so that looking one up takes no branch: nothing tells which names of a page
 * are listed. A free slot has hash 0, which is none. */
static struct mark {
    uint32_t hash, mask;
} lex[MARK_SLOTS];

static uint32_t tags[WS_TAG_COUNT];

static inline struct mark *first_slot(uint32_t hash)
{
    return &lex[hash % MARK_SLOTS];
}

static inline struct mark *second_slot(uint32_t hash)
{
    return &lex[hash / MARK_SLOTS % MARK_SLOTS];
}

static void add_mark(uint32_t mask, const char *word, size_t n)
{
    struct mark new = {ws_word_hash((const uint8_t *)word, n), mask};
    struct mark *at = first_slot(new.hash)->hash == new.hash ? first_slot(new.hash) : second_slot(new.hash);
    if (at->hash == new.hash) {
        at->mask |= mask;
        return;
    }
    /* What stood there goes to its other slot. Ends, as long as much less than half of the slots are taken. */
    for (at = first_slot(new.hash); new.hash;) {
        const struct mark old = *at;
        *at = new;
        new = old;
        at = at == first_slot(new.hash) ? second_slot(new.hash) : first_slot(new.hash);
    }
}

void ws_lexicon_init(void)
{
    memset(lex, 0, sizeof lex);
    for (size_t i = 0; i < sizeof MARKUP / sizeof MARKUP[0]; i++)
        for (const char *w = MARKUP[i].words; *w;) {
            size_t n = strcspn(w, " ");
            add_mark(MARKUP[i].mask, w, n);
            w += n + strspn(w + n, " ");
        }
    for (int tag = 0; tag < WS_TAG_COUNT; tag++) {
        const char *name = ws_tag_name((enum ws_tag)tag);
        tags[tag] = ws_word_hash((const uint8_t *)name, strlen(name));
    }
    ws_lexicon_init_text();
}

uint32_t ws_lexicon_tag(enum ws_tag tag)
{
    return tags[tag];
}

static inline uint32_t mask_in(const struct mark *at, uint32_t hash)
{
    return at->mask & ((uint32_t)(at->hash != hash) - 1);
}

static uint32_t look_up(uint32_t hash)
{
    return mask_in(first_slot(hash), hash) | mask_in(second_slot(hash), hash);
}

uint32_t ws_lexicon_mark(uint32_t hash)
{
    return look_up(hash) & MARKS;
}

#define VALUE_BYTES 300 /* of an attribute that are read */

uint32_t ws_lexicon_markup(struct ws_slice value)
{
    uint32_t mask = 0, hash;
    struct ws_slice part;
    const uint8_t *p = value.p, *end = p + (value.n < VALUE_BYTES ? value.n : VALUE_BYTES);
    while (p < end) {
        p = ws_name_part(p, end, &part, &hash);
        if (part.n > 1)
            mask |= ws_lexicon_mark(hash);
    }
    return mask;
}

uint32_t ws_lexicon_narrow(struct ws_slice value)
{
    uint32_t mask = 0, hash;
    struct ws_slice part;
    const uint8_t *p = value.p, *end = p + (value.n < VALUE_BYTES ? value.n : VALUE_BYTES);
    while (p < end) {
        p = ws_name_part(p, end, &part, &hash);
        if (p < end || value.n < VALUE_BYTES) /* not a word that was cut off */
            mask |= look_up(hash);
    }
    return mask & ~MARKS;
}
