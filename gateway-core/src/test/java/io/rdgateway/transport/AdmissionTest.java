/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.rdgateway.Limits;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final InetSocketAddress ONE = new InetSocketAddress("192.0.2.1", 1);
  private static final InetSocketAddress TWO = new InetSocketAddress("192.0.2.2", 1);
  private static final InetSocketAddress THREE = new InetSocketAddress("192.0.2.3", 1);
  private static final Limits LIMITS =
      new Limits.Builder().maxUnauthenticated(3).maxUnauthenticatedPerAddress(2).build();

  private final Admission admission = new Admission(() -> 0);

  private Admission.Place enter(InetSocketAddress client) {
    Admission.Result result = admission.enter(client, LIMITS);
    assertEquals("", result.limit());
    Admission.Place place = result.place();
    assertNotNull(place);
    return place;
  }

  private void refused(InetSocketAddress client, String limit) {
    int before = admission.count();
    Admission.Result result = admission.enter(client, LIMITS);
    assertNull(result.place());
    assertEquals(limit, result.limit());
    assertEquals(before, admission.count());
  }

  @Test
  void boundsOneAddress() {
    Admission.Place place = enter(ONE);
    enter(new InetSocketAddress(ONE.getAddress(), 2));
    refused(ONE, "maxUnauthenticatedPerAddress");
    place.release();
    enter(ONE);
  }

  @Test
  void boundsAll() {
    enter(ONE);
    Admission.Place place = enter(ONE);
    enter(TWO);
    refused(TWO, "maxUnauthenticated");
    refused(THREE, "maxUnauthenticated");
    place.release();
    enter(THREE);
  }

  @Test
  void givesAPlaceBackOnce() {
    Admission.Place place = enter(ONE);
    enter(ONE);
    place.release();
    place.release();
    assertEquals(1, admission.count());
    enter(ONE);
    refused(ONE, "maxUnauthenticatedPerAddress");
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() {
    enter(new InetSocketAddress("2001:db8::1", 1));
    enter(new InetSocketAddress("2001:db8::2", 1));
    refused(new InetSocketAddress("2001:db8::3", 1), "maxUnauthenticatedPerAddress");
    enter(new InetSocketAddress("2001:db8:0:1::1", 1));
  }

  @Test
  void twoThreadsEndAtZero() throws Exception {
    AtomicInteger entered = new AtomicInteger();
    Limits tight = LIMITS.toBuilder().maxUnauthenticated(1).maxUnauthenticatedPerAddress(1).build();
    InParallel.run(
        () -> {
          for (int i = 0; i < 20_000; i++) {
            Admission.Place place = admission.enter(i % 2 == 0 ? ONE : TWO, tight).place();
            if (place != null) {
              entered.incrementAndGet();
              place.release();
            }
          }
        });
    assertEquals(0, admission.count());
    assertEquals(true, entered.get() > 0);
    enter(ONE);
    enter(ONE);
    enter(TWO);
  }
}
