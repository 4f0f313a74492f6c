/* lexicon.h - what words in markup and in text say about a block.
 *
 * Markup: words of class, id, role and itemprop ("post-comments", "sidebarRelated") belong to classes
 * that hold on site after site. Text: phrases that publishers put around articles ("all rights
 * reserved", "sign up for our newsletter", "tax-deductible"), in several languages.
 * Threads: read-only after ws_lexicon_init(), which is called once before the first thread starts. */
#ifndef WARCSIFT_LEXICON_H
#define WARCSIFT_LEXICON_H

#include "pipeline/extract/text/text.h"
#include "pipeline/page/tags.h"

/* Bits of a markup mask. */
enum {
    WS_MARK_COMMENT = 1 << 0,
    WS_MARK_SIDE = 1 << 1,    /* sidebars and widgets */
    WS_MARK_RELATED = 1 << 2, /* teasers of other pages */
    WS_MARK_SHARE = 1 << 3,
    WS_MARK_META = 1 << 4, /* byline, date, tags */
    WS_MARK_CAPTION = 1 << 5,
    WS_MARK_HIDDEN = 1 << 6, /* for screen readers, print, or not at all */
    WS_MARK_TITLE = 1 << 7,
    WS_MARK_FORUM = 1 << 8,
    WS_MARK_COUNT = 9
};

/* Words that are narrower than those of such marks; together with these in one table. */
enum {
    WS_NARROW_CAPTION = 1 << 16,
    WS_NARROW_AUTHOR = 1 << 17,
    WS_NARROW_DATE = 1 << 18,
};

void ws_lexicon_init(void);

/* Mask of all words of one attribute value. */
uint32_t ws_lexicon_markup(struct ws_slice value);

/* The narrow ones of its words: WS_NARROW_... */
uint32_t ws_lexicon_narrow(struct ws_slice value);

/* Of one of its words: a part (ws_name_part()) of at least two letters, by its hash. */
uint32_t ws_lexicon_mark(uint32_t hash);

/* Phrases of a text, by kind. */
struct ws_cues {
    uint16_t legal;  /* copyright, terms, trademarks */
    uint16_t link;   /* read more, related, share this, previous/next, comments */
    uint16_t byline; /* by, posted on, updated, photo by */
    uint16_t author; /* about the author, is a staff writer, can be reached at */

    /* prompts: donations, subscriptions, channels and apps, republishing, affiliates and sponsors, cookies and browsers,
     * tips and corrections */
    uint16_t appeal;
    uint16_t give; /* those of them that ask for money: donate, support our journalism, your gift */

    /* weak: reports use them, too; telling together and beside the others */
    uint16_t press;  /* readers, donors, newsroom, "our reporting" */
    uint16_t urgent; /* deadline, midnight, by Sunday */
    uint16_t money;  /* amounts in words: dollars, a month */
    uint16_t you;    /* words that address the reader, outside quotation marks */
    uint16_t they;   /* words that speak of others, outside quotation marks */
    uint16_t we;     /* words by which the publisher speaks of itself, outside quotation marks */

    /* Phrases that the model was not trained with: no feature counts them, doubt does (ws_all_cues()). */
    struct {
        uint16_t appeal, author, link, legal;
    } late;
};

/* With the phrases that came late. */
static inline struct ws_cues ws_all_cues(const struct ws_cues *c)
{
    struct ws_cues all = *c;
    all.appeal = (uint16_t)(c->appeal + c->late.appeal);
    all.author = (uint16_t)(c->author + c->late.author);
    all.link = (uint16_t)(c->link + c->late.link);
    all.legal = (uint16_t)(c->legal + c->late.legal);
    return all;
}

/* Counts the phrases that begin at p with a word, or with a sign, of this class. */
void ws_lexicon_phrases(const uint8_t *p, const uint8_t *end, enum ws_char_class first, struct ws_cues *cues);
#define WS_OPENING_BYTES 16
/* The same at a word, from what stands there as phrases are compared: key, so many bytes, small letters and digits
 * of ASCII as they are in ws_word_byte, blanks for all else of ASCII and behind the end. The first eight are of
 * ASCII; if others are not, they may be anything. */
void ws_lexicon_openings(const uint8_t *key, const uint8_t *p, const uint8_t *end, struct ws_cues *cues);
/* Whether phrases may begin at p, and by which key they are found. */
bool ws_lexicon_key_at(const uint8_t *p, const uint8_t *end, enum ws_char_class first, uint32_t *key);

/* Counts the person that a word outside of quotation marks may be: its ws_lexicon_hash() and first byte. */
void ws_lexicon_person(uint32_t hash, uint8_t initial, struct ws_cues *cues);

/* ws_word_hash() of the name of a tag. */
uint32_t ws_lexicon_tag(enum ws_tag tag);

/* Hash of a word in small letters; of an ASCII word ws_word_hash(). Never 0. */
uint32_t ws_lexicon_hash(const uint8_t *p, const uint8_t *end);

#endif
