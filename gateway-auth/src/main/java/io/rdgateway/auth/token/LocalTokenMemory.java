/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * A memory for one gateway, lost when it ends: after a restart a token that has not expired opens a
 * tunnel once more. Bounded: when it is full of notes that are still needed, tokens are refused,
 * and none is taken twice. Thread-safe.
 */
public final class LocalTokenMemory implements TokenMemory {
  private record Note(String tokenId, Instant firstUse, Instant forgetAfter) {}

  private final int capacity;
  private final Map<String, Note> notes = new HashMap<>();
  private final PriorityQueue<Note> byEnd =
      new PriorityQueue<>(Comparator.comparing(Note::forgetAfter));
  private final Map<TokenRevocation.Kind, Map<String, Instant>> revocations = new HashMap<>();
  private int revoked;

  /** A memory for 100,000 tokens, and as many revocations. */
  public LocalTokenMemory() {
    this(100_000);
  }

  /**
   * A memory.
   *
   * @param capacity how many used tokens, and how many revocations, at least 1
   */
  public LocalTokenMemory(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a memory has room for at least one token");
    }
    this.capacity = capacity;
  }

  @Override
  public synchronized Optional<Instant> noteUse(String tokenId, Instant now, Instant forgetAfter)
      throws TokenMemoryException {
    while (!byEnd.isEmpty() && byEnd.element().forgetAfter().isBefore(now)) {
      notes.remove(byEnd.remove().tokenId());
    }
    Note earlier = notes.get(tokenId);
    if (earlier != null) {
      return Optional.of(earlier.firstUse());
    }
    if (notes.size() >= capacity) {
      throw new TokenMemoryException(
          "the memory of used tokens is full with " + capacity + "; make it larger");
    }
    Note note = new Note(tokenId, now, forgetAfter);
    notes.put(tokenId, note);
    byEnd.add(note);
    return Optional.empty();
  }

  @Override
  public synchronized Optional<Instant> firstUse(String tokenId) {
    return Optional.ofNullable(notes.get(tokenId)).map(Note::firstUse);
  }

  @Override
  public synchronized void revoke(TokenRevocation revocation) throws TokenMemoryException {
    Map<String, Instant> ofKind =
        revocations.computeIfAbsent(revocation.kind(), kind -> new HashMap<>());
    Instant earlier = ofKind.get(revocation.name());
    if (earlier == null) {
      if (revoked >= capacity) {
        throw new TokenMemoryException(
            "the memory of revoked tokens is full with " + capacity + "; remove the key instead");
      }
      revoked++;
    }
    if (earlier == null || earlier.isBefore(revocation.at())) {
      ofKind.put(revocation.name(), revocation.at());
    }
  }

  @Override
  public synchronized boolean isRevoked(
      String tokenId, String userId, String keyId, Instant issuedAt) {
    return covers(TokenRevocation.Kind.TOKEN, tokenId, tokenId, userId, keyId, issuedAt)
        || covers(TokenRevocation.Kind.USER, userId, tokenId, userId, keyId, issuedAt)
        || covers(TokenRevocation.Kind.KEY, keyId, tokenId, userId, keyId, issuedAt);
  }

  private boolean covers(
      TokenRevocation.Kind kind,
      String name,
      String tokenId,
      String userId,
      String keyId,
      Instant issuedAt) {
    Instant at = revocations.getOrDefault(kind, Map.of()).get(name);
    return at != null
        && new TokenRevocation(kind, name, at).covers(tokenId, userId, keyId, issuedAt);
  }
}
