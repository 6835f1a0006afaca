/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.rdgateway.Announcement;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The announcements that one tunnel's user has been shown. Belongs to the tunnel's loop. */
final class ShownAnnouncements {
  private static final Logger LOG = LoggerFactory.getLogger(ShownAnnouncements.class);

  private final Announcements announcements;
  private final TunnelSession session;
  private final Set<Announcement> shown = new HashSet<>();

  ShownAnnouncements(Announcements announcements, TunnelSession session) {
    this.announcements = announcements;
    this.session = session;
  }

  /** Shows those of this moment that are for this user and have not been shown. */
  void showCurrent() {
    for (Announcement announcement : announcements.current()) {
      if (!session.isOver()
          && !shown.contains(announcement)
          && isFor(announcement)
          && session.serviceMessage(announcement.text())) {
        shown.add(announcement);
      }
    }
  }

  /** The application's predicate may fail: the other announcements are shown all the same. */
  private boolean isFor(Announcement announcement) {
    try {
      return announcement.recipients().test(session.tunnel());
    } catch (RuntimeException e) {
      LOG.warn("an announcement is not shown: the predicate of its recipients failed", e);
      return false;
    }
  }
}
