/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** What FreeRDP 3.30 sent with a ticket of an MIT KDC of a realm that no longer exists. */
final class KerberosVectors {
  static final Instant TIME = Instant.parse("2026-11-22T08:52:38Z");
  static final KerberosName SERVICE =
      new KerberosName(List.of("HTTP", "localhost"), "EXAMPLE.TEST");
  static final KerberosName ALICE = new KerberosName(List.of("alice"), "EXAMPLE.TEST");

  static final byte[] SERVICE_KEY =
      hex("d8b9167b12de4cdf4731df21adc6c350000d34e201c82299115f9e542232eb43");
  static final byte[] SESSION_KEY =
      hex("c5c40c2de10aed43572f13e6464115789af026717ee1731ac6ba62aacaaa5077");

  static final byte[] AP_REQUEST =
      hex(
          """
          6e8202bc308202b8a003020105a10302010ea20703050020000000a38201cf618201cb308201c7a003020105
          a10e1b0c4558414d504c452e54455354a21c301aa003020101a11330111b04485454501b096c6f63616c686f
          7374a38201903082018ca003020112a103020102a282017e0482017a0a71bf4dfaa4df4582500fc7cad1e673
          0371b670bae573e8d87a77b765d1d82a4bc586b444dbc41be25590696c10ae7680a93806f4292c7ed4646102
          2d6ddeeac2b0c1fea340d2c21b48f02320edadb3d913d1db4e07f4f7276f2ec3026996a9853ec9b17c57ad32
          b6159d56f45113abee4d1c94ca0ce95b6075dc0f3a94a086e7812a2d3fb2e3d56b91535ca5a9330f10075652
          f375fdb7e9887e5953b5cde470313e7179c38b8d55767d45435d694e8cb3d30955a71919d0fe1bc350ce0927
          948aefbd1e76307a697bbf1c41d1257da16f91f51bc98676bc711017403fab3b37661bf7fcdcff37a31a6b04
          bd466da93f44aa763edd9c0b2e30ca2f55f06312824b597e1552a1970184df44f785493eea5ecf5bf48508b9
          5c09550ae0536e8c15cef7a69e180540e85ea7ee711be8b993eb339c4e1221a3fdf3552149d06b5bbd3a9cd6
          01ec4882555be88ba421f117a07cae7563d91b1394955e59a0989da82e23f91b53580ed49a31c8f4d583d0b2
          68891b51ed4428093f40a481cf3081cca003020112a281c40481c1e8b8fc67da2e6506b5e7df5557c74283c4
          bf899d4df24adc068f8f80b396ce98b48f6552d6206ac201058817b41b0bd6fc6f3258a411b97a9238a3691e
          0ffae54ab954247983a0a81f66e313afa4a045921b7fd9c2af5456ab1d747a4ca10e02077cf761f4964dc3fb
          698bf088dbcd082e762c332bcdb426914363a4090806269a781904b60ad9c2e8ea3881c6c5b7a798e8aa77fc
          7ec072ad0b838ec35ebcfbaa42eb7c547f787bb2588de04ade2035719bec36478e4874bcddff82164f4ddd18
          """);

  static final byte[] AUTHENTICATOR =
      hex(
          """
          6281a230819fa003020105a10e1b0c4558414d504c452e54455354a2123010a003020101a10930071b05616c
          696365a3253023a0050203008003a11a0418100000000000000000000000000000000000000032000000a405
          02030b4044a511180f32303236313132323038353233385aa62b3029a003020112a1220420560b831df8edfb
          40fba818ca39f67969f520cb018ffdc68314bf2211b9f37b13a70602042f1b8dda
          """);

  private KerberosVectors() {}

  static Keytab.Entry serviceKey() {
    return new Keytab.Entry(SERVICE, 2, EncryptionType.AES256_SHA1, SERVICE_KEY);
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
  }
}
