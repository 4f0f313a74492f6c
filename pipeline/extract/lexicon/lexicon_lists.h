/* lexicon_lists.h - the lists of phrases that lexicon_phrases.c puts together; each ends with NULL. A list by the
 * part it plays in an article: lexicon.h. */
#ifndef WARCSIFT_LEXICON_LISTS_H
#define WARCSIFT_LEXICON_LISTS_H

extern const char *const ws_legal_phrases[], *const ws_linking_phrases[], *const ws_byline_phrases[],
    *const ws_author_phrases[];
extern const char *const ws_give_phrases[], *const ws_subscribe_phrases[], *const ws_follow_phrases[];
extern const char *const ws_republish_phrases[], *const ws_trade_phrases[], *const ws_notice_phrases[],
    *const ws_contact_phrases[];
/* Of languages of which hardly a page was there to learn from. */
extern const char *const ws_world_linking[], *const ws_world_legal[], *const ws_world_author[], *const ws_world_give[],
    *const ws_world_subscribe[], *const ws_world_follow[], *const ws_world_contact[], *const ws_world_trade[],
    *const ws_world_notice[], *const ws_world_republish[];
/* What newsrooms say of themselves and to their readers. */
extern const char *const ws_desk_legal[], *const ws_desk_contact[], *const ws_desk_follow[], *const ws_desk_subscribe[],
    *const ws_desk_give[], *const ws_desk_author[], *const ws_desk_trade[], *const ws_desk_linking[];
/* That came after the model. */
extern const char *const ws_late_appeal[], *const ws_late_author[], *const ws_late_linking[], *const ws_late_legal[];

#endif
