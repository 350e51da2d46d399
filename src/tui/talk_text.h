#ifndef PHIEU_TUI_TALK_TEXT_H
#define PHIEU_TUI_TALK_TEXT_H
/* What the reporter's screens say of comments and decisions. Texts are freshly allocated. */
#include "entry/talk.h"
#include "tui/surface.h"

/* The decision that counts in a sentence ("Trả lại 22/6/2015, Tỉnh Đoàn: “Cho số liệu cụ thể.”"); where reviewers
 * disagree what each of them said; "" where nobody decided. */
char *talk_decided_text(const struct talk *t);
/* "Tỉnh Đoàn 22/6/2015: “Cho số liệu cụ thể.”", and the answers behind it. */
char *talk_thread_text(const struct talk *t, const struct talk_thread *x);
/* "chưa trả lời", "đã trả lời", "đã sửa", "đã đóng" */
const char *talk_thread_state(const struct talk *t, const struct talk_thread *x);
/* Its mark and style: one that waits for the reporter is an alarm. */
const char *talk_thread_mark(const struct talk *t, const struct talk_thread *x, const struct surface *f,
                             enum style *ret);
/* "III.1 Tuyên truyền", "Cả phiếu", or how a place was called that is gone. */
char *talk_place_text(const struct talk *t, const struct talk_thread *x);

#endif
