// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace switchyard {

/// What makes an object a member of a LinkedList: it is in at most one, and leaves it when it dies.
class Link {
 public:
  Link() = default;
  ~Link() { leave(); }
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  bool linked() const { return next_ != this; }
  void leave() {
    next_->previous_ = previous_;
    previous_->next_ = next_;
    next_ = previous_ = this;
  }

 private:
  template <typename Member>
  friend class LinkedList;

  Link* next_ = this;
  Link* previous_ = this;
};

/// Objects that others own, in the order in which they came; nothing is allocated, all is O(1). Whoever walks
/// it while members may leave or die takes them out one after the other, so nobody is passed over and nobody
/// who has left is met.
template <typename Member>
class LinkedList {
 public:
  bool empty() const { return !head_.linked(); }

  void append(Member& member) {
    Link& link = member;
    link.leave();
    insertBefore(head_, link, link);
  }
  /// Null when nobody is left.
  Member* takeFirst() {
    if (empty()) return nullptr;
    auto* first = head_.next_;
    first->leave();
    return static_cast<Member*>(first);
  }
  /// Those of `other` follow ours; it is empty then.
  void takeAll(LinkedList& other) {
    if (other.empty()) return;
    Link& first = *other.head_.next_;
    Link& last = *other.head_.previous_;
    other.head_.leave();
    insertBefore(head_, first, last);
  }

 private:
  static void insertBefore(Link& place, Link& first, Link& last) {
    first.previous_ = place.previous_;
    place.previous_->next_ = &first;
    last.next_ = &place;
    place.previous_ = &last;
  }

  Link head_;
};

}  // namespace switchyard
