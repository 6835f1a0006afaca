/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a resource rule opens. Names and patterns look at the name that the client asked for,
 * addresses and ranges at the address that it resolved to; no rule ever resolves a name itself.
 */
public sealed interface Target {

  /**
   * Reads a target as {@link #text()} writes it: an address, a range, a template, a pattern or a
   * host name, told apart by their form. {@link Any} has no such text. Since a pattern or a range
   * opens many hosts, text from strangers belongs into {@link HostName} or {@link Address} instead.
   *
   * @param text for example {@code vdi-01.corp.example}, {@code *.vdi.example}, {@code
   *     pc-${user}.corp.example}, {@code 10.1.2.3}, {@code 2001:db8::1} or {@code 10.1.0.0/16}
   * @return the target
   * @throws IllegalArgumentException if it is none of them; the message is one sentence
   */
  static Target parse(String text) {
    if (text.contains("${")) {
      return Template.parse(text);
    }
    if (text.indexOf('/') >= 0) {
      return AddressRange.parse(text);
    }
    InetAddress address = AddressText.parse(text);
    if (address != null) {
      return new Address(address);
    }
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0
        ? new HostPattern(text)
        : new HostName(text);
  }

  /**
   * Whether the target covers a destination, whoever asks.
   *
   * @param requestedName the name that the client asked for: lower-case, without trailing dot or
   *     brackets
   * @param address what it resolved to
   * @return true if it does
   */
  boolean covers(String requestedName, InetAddress address);

  /**
   * The target as rules write it.
   *
   * @return a text in its usual form, such as {@code 2001:db8::1}
   */
  String text();

  /**
   * One host by its name. International names are written in their ASCII form ({@code xn--}).
   *
   * @param name letters, digits, hyphens and underscores in labels of at most 63 characters, 253 in
   *     all; kept in lower-case and without trailing dot; {@code any} is reserved
   */
  record HostName(String name) implements Target {
    /** Normalises and checks the name. */
    public HostName {
      name = HostNames.normalise(name);
      if (!HostNames.isHostName(name) || name.equals("any")) {
        throw new IllegalArgumentException(
            Texts.quoted(name)
                + " is no host; write a host name, a pattern such as *.corp.example, an address or a"
                + " range such as 10.1.0.0/16, without a port");
      }
    }

    @Override
    public boolean covers(String requestedName, InetAddress address) {
      return name.equals(requestedName);
    }

    @Override
    public String text() {
      return name;
    }
  }

  /**
   * One address. Among the targets, this alone opens a reserved address such as loopback, to
   * clients that ask for it by whatever name.
   *
   * @param address kept without name and zone; IPv4-mapped IPv6 counts as IPv4
   */
  record Address(InetAddress address) implements Target {
    /** Drops what is not part of the address. */
    public Address {
      address = AddressText.ofBytes(address.getAddress());
    }

    @Override
    public boolean covers(String requestedName, InetAddress address) {
      return this.address.equals(address);
    }

    @Override
    public String text() {
      return AddressText.format(address);
    }
  }

  /**
   * The addresses that begin with the same bits (CIDR, RFC 4632), of one family: {@code ::/0} holds
   * no IPv4 address. It opens no reserved address, even where it holds one or nothing else.
   *
   * @param network the lowest address
   * @param prefixLength how many bits, 0 to 32 or 128
   */
  record AddressRange(InetAddress network, int prefixLength) implements Target {
    /** Checks that the rest of the bits is zero. */
    public AddressRange {
      network = AddressText.ofBytes(network.getAddress());
      byte[] bytes = network.getAddress();
      if (prefixLength < 0 || prefixLength > bytes.length * 8) {
        throw new IllegalArgumentException(
            "the prefix length of such a range is 0 to " + bytes.length * 8);
      }
      byte[] lowest = masked(bytes, prefixLength);
      if (!Arrays.equals(lowest, bytes)) {
        throw new IllegalArgumentException(
            "a range begins with its lowest address; write "
                + AddressText.format(AddressText.ofBytes(lowest))
                + "/"
                + prefixLength);
      }
    }

    /** Reads a range, or an address as the range of itself. */
    static AddressRange parseNetwork(String text) {
      InetAddress single = AddressText.parse(text);
      return single == null
          ? parse(text)
          : new AddressRange(single, single.getAddress().length * 8);
    }

    private static AddressRange parse(String text) {
      int slash = text.indexOf('/');
      InetAddress network = slash < 0 ? null : AddressText.parse(text.substring(0, slash));
      String prefix = text.substring(slash + 1);
      boolean mapped =
          network != null && network.getAddress().length == 4 && text.indexOf(':') >= 0;
      if (network == null || mapped || !prefix.matches("0|[1-9][0-9]{0,2}")) {
        throw new IllegalArgumentException(
            Texts.quoted(text)
                + " is no range of addresses; write one as in 10.1.0.0/16 or 2001:db8::/32");
      }
      return new AddressRange(network, Integer.parseInt(prefix));
    }

    /** The lowest address of the range of a certain size that an address is in. */
    static InetAddress network(InetAddress address, int prefixLength) {
      return AddressText.ofBytes(masked(address.getAddress(), prefixLength));
    }

    private static byte[] masked(byte[] bytes, int prefixLength) {
      byte[] masked = bytes.clone();
      for (int i = 0; i < bytes.length; i++) {
        int kept = Math.max(0, Math.min(8, prefixLength - 8 * i));
        masked[i] = (byte) (bytes[i] & (0xff00 >> kept));
      }
      return masked;
    }

    @Override
    public boolean covers(String requestedName, InetAddress address) {
      return holds(address);
    }

    /** Whether an address is in the range. */
    boolean holds(InetAddress address) {
      byte[] bytes = address.getAddress();
      byte[] lowest = network.getAddress();
      int whole = prefixLength / 8;
      return bytes.length == lowest.length
          && Arrays.equals(bytes, 0, whole, lowest, 0, whole)
          && (prefixLength % 8 == 0
              || (byte) (bytes[whole] & (0xff00 >> prefixLength % 8)) == lowest[whole]);
    }

    @Override
    public String text() {
      return AddressText.format(network) + "/" + prefixLength;
    }
  }

  /** Every host; reserved addresses stay closed. */
  record Any() implements Target {
    @Override
    public boolean covers(String requestedName, InetAddress address) {
      return true;
    }

    @Override
    public String text() {
      return "any";
    }
  }

  /**
   * Host names of one form: {@code *} stands for any characters inside one label, possibly none,
   * {@code ?} for exactly one; neither stands for a dot, so {@code *.corp.example} covers {@code
   * vdi.corp.example} but neither {@code corp.example} nor {@code a.b.corp.example}. A label is
   * never empty. A pattern covers names alone: a client that asks for an address needs an address
   * or a range.
   *
   * <p>A pattern without dots, such as {@code vdi-??}, covers short names. In one with dots the
   * last label is without wildcards: {@code vdi.*} would hand the rule to whoever registers {@code
   * vdi} anywhere.
   *
   * @param pattern as a host name, with at least one wildcard and never two {@code *} in a row;
   *     kept in lower-case and without trailing dot
   */
  record HostPattern(String pattern) implements Target {
    /** Normalises and checks the pattern. */
    public HostPattern {
      pattern = HostNames.normalise(pattern);
      String problem = problem(pattern);
      if (problem != null) {
        throw new IllegalArgumentException(problem);
      }
    }

    private static @Nullable String problem(String pattern) {
      if (!HostNames.hasLabelsOf(pattern, "-_*?")) {
        return "this is no host pattern; write labels of letters, digits, - and _ with * or ? as in"
            + " *.corp.example";
      }
      if (!hasWildcard(pattern)) {
        return "a host pattern has a * or ?; write a plain name as a host name";
      }
      if (pattern.contains("**")) {
        return "** is no wildcard, since none crosses a dot; write one pattern for each number of"
            + " labels, as in *.corp.example and *.*.corp.example";
      }
      int lastDot = pattern.lastIndexOf('.');
      if (lastDot >= 0 && hasWildcard(pattern.substring(lastDot))) {
        return "the last label of a pattern with dots cannot have wildcards; name the domain as in"
            + " *.corp.example, or write addresses as a range such as 10.1.0.0/16";
      }
      if (lastDot >= 0 && HostNames.endsInNumber(pattern)) {
        return "patterns cover names, not addresses; write a range such as 10.1.0.0/16";
      }
      return null;
    }

    private static boolean hasWildcard(String text) {
      return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** What every name begins with that the pattern covers. */
    String literalPrefix() {
      int end = 0;
      while (!isWildcard(pattern.charAt(end))) {
        end++;
      }
      return pattern.substring(0, end);
    }

    /** What every name ends with that the pattern covers. */
    String literalSuffix() {
      int start = pattern.length();
      while (!isWildcard(pattern.charAt(start - 1))) {
        start--;
      }
      return pattern.substring(start);
    }

    private static boolean isWildcard(char c) {
      return c == '*' || c == '?';
    }

    @Override
    public boolean covers(String requestedName, InetAddress address) {
      return covers(requestedName);
    }

    boolean covers(String requestedName) {
      return requestedName.length() <= HostNames.MAX_LENGTH
          && Wildcards.match(pattern, requestedName)
          && HostNames.isHostName(requestedName);
    }

    @Override
    public String text() {
      return pattern;
    }
  }

  /**
   * The host that carries a value of the user who asks: {@code ${user}} stands for the name without
   * {@code DOMAIN\} and {@code @realm}, {@code ${attribute.NAME}} for each value of an attribute.
   * It opens no reserved address.
   *
   * <p>A value is literal: {@code *} in it is no wildcard. One that is empty, or makes something
   * that is no host name, covers nothing; so does an attribute that the user does not have. Where
   * the template is nothing but its placeholder, a value may also be an address. Users must not be
   * able to change the attribute themselves, and where several domains sign in, {@code alice} of
   * each is the same {@code ${user}}.
   *
   * @param prefix what stands before the value; may be empty
   * @param variable {@code user}, or {@code attribute.} and a name of 1 to 64 letters, digits,
   *     dots, hyphens and underscores, spelt as the user store does
   * @param suffix what stands after the value; may be empty
   */
  record Template(String prefix, String variable, String suffix) implements Target {
    private static final Pattern TEXT = Pattern.compile("([^$]*)\\$\\{([^$}]*)\\}([^$]*)");
    private static final String ATTRIBUTE = "attribute.";
    private static final Pattern VARIABLE =
        Pattern.compile("user|attribute\\.[A-Za-z0-9._-]{1,64}");

    /** Normalises and checks the parts. */
    public Template {
      prefix = Texts.fold(prefix);
      suffix = HostNames.normalise(suffix);
      if (!VARIABLE.matcher(variable).matches()) {
        throw new IllegalArgumentException(
            "unknown placeholder "
                + Texts.quoted("${" + variable + "}")
                + "; write ${user} or ${attribute.NAME}");
      }
      if (!HostNames.isHostName(prefix + "x" + suffix)) {
        throw new IllegalArgumentException(
            "around its placeholder a template is a host name; write one as in"
                + " pc-${user}.corp.example, without wildcards or a port");
      }
    }

    private static Template parse(String text) {
      Matcher matcher = TEXT.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            Texts.quoted(text)
                + " is no template; write one placeholder as in pc-${user}.corp.example");
      }
      return new Template(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    /** Whether the template covers a destination for a certain user. */
    boolean covers(Identity who, String requestedName, @Nullable InetAddress address) {
      boolean alone = prefix.isEmpty() && suffix.isEmpty();
      for (String value : values(who)) {
        if (isName(value, requestedName)
            || (alone && address != null && address.equals(AddressText.parse(value)))) {
          return true;
        }
      }
      return false;
    }

    private List<String> values(Identity who) {
      return variable.startsWith(ATTRIBUTE)
          ? who.attributes().getOrDefault(variable.substring(ATTRIBUTE.length()), List.of())
          : List.of(who.account());
    }

    private boolean isName(String value, String requestedName) {
      return !value.isEmpty()
          && requestedName.length() == prefix.length() + value.length() + suffix.length()
          && requestedName.equals(prefix + Texts.fold(value) + suffix)
          && HostNames.isHostName(requestedName);
    }

    /** False: without a user there is no value. */
    @Override
    public boolean covers(String requestedName, InetAddress address) {
      return false;
    }

    @Override
    public String text() {
      return prefix + "${" + variable + "}" + suffix;
    }
  }
}
