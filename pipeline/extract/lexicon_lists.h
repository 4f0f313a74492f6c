/* lexicon_lists.h - the lists of phrases that lexicon_phrases.c puts together; each ends with NULL. A list by the
 * part it plays in an article: lexicon.h. */
#ifndef WARCSIFT_LEXICON_LISTS_H
#define WARCSIFT_LEXICON_LISTS_H

extern const char *const ws_legal_phrases[], *const ws_linking_phrases[], *const ws_byline_phrases[],
    *const ws_author_phrases[];
extern const char *const ws_give_phrases[], *const ws_subscribe_phrases[], *const ws_follow_phrases[];
extern const char *const ws_republish_phrases[], *const ws_trade_phrases[], *const ws_notice_phrases[],
    *const ws_contact_phrases[];

#endif
