/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From where users have signed in lately, and how they have failed there since. Only successes put
 * something in, and no user has more than a few places, so that one who is allowed in cannot push
 * the others out. Not thread-safe.
 */
final class KnownAddresses {
  /** Enough for a home, an office, a phone and the hotels of a month. */
  static final int PER_USER = 16;

  private final long memory;
  private final int capacity;

  /** Users and their addresses, each with the one that succeeded last at the end. */
  private final Map<String, Map<String, Place>> users = new LinkedHashMap<>();

  private int size;

  KnownAddresses(long memoryNanos, int capacity) {
    this.memory = memoryNanos;
    this.capacity = capacity;
  }

  /** One user at one address. */
  static final class Place {
    long lastSuccess;
    long lastFailure;
    int failures;
    int pending;
  }

  /** A place as it is kept elsewhere. */
  record Entry(String user, String address, long lastSuccess) {}

  int size() {
    return size;
  }

  /** The place, unless its success is too long ago. */
  @Nullable Place find(String user, String address, long now) {
    Place place = users.getOrDefault(user, Map.of()).get(address);
    return place == null || now - place.lastSuccess > memory ? null : place;
  }

  /** A success, which forgives nothing by itself. */
  void succeed(String user, String address, long when) {
    Map<String, Place> places = users.remove(user);
    if (places == null) {
      places = new LinkedHashMap<>();
    }
    users.put(user, places);
    Place place = places.remove(address);
    if (place == null) {
      place = new Place();
      place.lastSuccess = when;
      size++;
    }
    places.put(address, place);
    place.lastSuccess = Math.max(place.lastSuccess, when);
    if (places.size() > PER_USER) {
      removeOldest(places);
    }
    if (size > capacity) {
      Map.Entry<String, Map<String, Place>> stalest = users.entrySet().iterator().next();
      removeOldest(stalest.getValue());
      if (stalest.getValue().isEmpty()) {
        users.remove(stalest.getKey());
      }
    }
  }

  /** Failures do not count any more. */
  void forgive(String user, String address) {
    Place place = users.getOrDefault(user, Map.of()).get(address);
    if (place != null) {
      place.failures = 0;
    }
  }

  private void removeOldest(Map<String, Place> places) {
    Iterator<Place> oldest = places.values().iterator();
    oldest.next();
    oldest.remove();
    size--;
  }

  List<Entry> entries(long now) {
    List<Entry> entries = new ArrayList<>();
    users.forEach(
        (user, places) ->
            places.forEach(
                (address, place) -> {
                  if (now - place.lastSuccess <= memory) {
                    entries.add(new Entry(user, address, place.lastSuccess));
                  }
                }));
    return entries;
  }
}
