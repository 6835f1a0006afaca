/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Targets that cover many names, found by the text that such a name begins and ends with. A name
 * costs a look-up for each length of these texts that is in use, and a match for each target that
 * has both in common with it.
 */
final class LiteralIndex {

  private final Map<Integer, Map<String, Bucket>> bySuffix = new TreeMap<>();

  /** Those with one suffix. */
  private static final class Bucket {
    private final Map<Integer, Map<String, Map<Target, BitSet>>> byPrefix = new TreeMap<>();
  }

  void add(String prefix, String suffix, Target target, BitSet rules) {
    bySuffix
        .computeIfAbsent(suffix.length(), length -> new HashMap<>())
        .computeIfAbsent(suffix, key -> new Bucket())
        .byPrefix
        .computeIfAbsent(prefix.length(), length -> new HashMap<>())
        .computeIfAbsent(prefix, key -> new HashMap<>())
        .computeIfAbsent(target, key -> new BitSet())
        .or(rules);
  }

  /** Adds the rules of those targets that may cover a name and, when asked, do. */
  void collect(String name, Predicate<Target> covers, BitSet rules) {
    bySuffix.forEach(
        (length, suffixes) -> {
          Bucket bucket =
              length > name.length() ? null : suffixes.get(name.substring(name.length() - length));
          if (bucket != null) {
            collect(bucket, name, covers, rules);
          }
        });
  }

  private static void collect(Bucket bucket, String name, Predicate<Target> covers, BitSet rules) {
    bucket.byPrefix.forEach(
        (length, prefixes) -> {
          Map<Target, BitSet> targets =
              length > name.length() ? null : prefixes.get(name.substring(0, length));
          if (targets != null) {
            targets.forEach(
                (target, owners) -> {
                  if (covers.test(target)) {
                    rules.or(owners);
                  }
                });
          }
        });
  }
}
