/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.util.HashMap;
import java.util.Map;

/**
 * A result on the wire (MS-TSGU 2.2.6): an HRESULT in responses, a plain code in CLOSE_CHANNEL.
 * FreeRDP takes only values with the sign bit for failures, so responses carry the HRESULT form of
 * every code. An open enum: unknown values survive.
 *
 * @param value the 32 bits as on the wire
 */
public record ResultCode(int value) {
  private static final Map<Integer, String> NAMES = new HashMap<>();

  /** ERROR_SUCCESS. */
  public static final ResultCode SUCCESS = named(0, "ERROR_SUCCESS");

  /** The client is not allowed to do this. */
  public static final ResultCode ACCESS_DENIED = named(0x80070005, "E_ACCESSDENIED");

  /** A field has a value that the protocol does not allow. */
  public static final ResultCode INVALID_PARAMETER = named(0x80070057, "E_INVALIDARG");

  /** An unexpected error, or a packet in the wrong state. */
  public static final ResultCode INTERNAL_ERROR = named(0x800759D8, "E_PROXY_INTERNALERROR");

  /** The resource policy refused. */
  public static final ResultCode RAP_ACCESS_DENIED = named(0x800759DA, "E_PROXY_RAP_ACCESSDENIED");

  /** The connection policy refused. */
  public static final ResultCode NAP_ACCESS_DENIED = named(0x800759DB, "E_PROXY_NAP_ACCESSDENIED");

  /** The host is unknown or does not answer. */
  public static final ResultCode CONNECT_FAILED = named(0x800759DD, "E_PROXY_TS_CONNECTFAILED");

  /** A limit is reached. */
  public static final ResultCode MAX_CONNECTIONS =
      named(0x800759E6, "E_PROXY_MAXCONNECTIONSREACHED");

  /** The client lacks a capability that is required, or has another protocol version. */
  public static final ResultCode CAPABILITY_MISMATCH =
      named(0x800759E9, "E_PROXY_CAPABILITYMISMATCH");

  /** The client's state of health is refused. */
  public static final ResultCode QUARANTINE_ACCESS_DENIED =
      named(0x800759ED, "E_PROXY_QUARANTINE_ACCESSDENIED");

  /** The PAA cookie is missing or malformed. */
  public static final ResultCode COOKIE_BAD_PACKET = named(0x800759F7, "E_PROXY_COOKIE_BADPACKET");

  /** The PAA cookie is refused. */
  public static final ResultCode COOKIE_ACCESS_DENIED =
      named(0x800759F8, "E_PROXY_COOKIE_AUTHENTICATION_ACCESS_DENIED");

  /** The client's way to sign in is not offered here. */
  public static final ResultCode UNSUPPORTED_AUTHENTICATION_METHOD =
      named(0x800759F9, "E_PROXY_UNSUPPORTED_AUTHENTICATION_METHOD");

  /** The sign-in inside the tunnel failed. */
  public static final ResultCode LOGON_DENIED = named(0x8009030C, "SEC_E_LOGON_DENIED");

  /** CLOSE_CHANNEL: the host has closed the connection. */
  public static final ResultCode CLOSE_BAD_ARGUMENTS = named(0x000000A0, "ERROR_BAD_ARGUMENTS");

  /** CLOSE_CHANNEL: a timer of the connection ran out. */
  public static final ResultCode CLOSE_OPERATION_ABORTED =
      named(0x000003E3, "ERROR_OPERATION_ABORTED");

  /**
   * CLOSE_CHANNEL: ended by an administrator, or by a timeout for a client without the idle timeout
   * capability.
   */
  public static final ResultCode CLOSE_CONNECTION_ABORTED =
      named(0x000004D4, "E_PROXY_CONNECTIONABORTED");

  /** CLOSE_CHANNEL: an unexpected error. */
  public static final ResultCode CLOSE_INTERNAL_ERROR =
      named(0x000059D8, "E_PROXY_INTERNALERROR (code)");

  /** CLOSE_CHANNEL: packets of an unsupported type. */
  public static final ResultCode CLOSE_NOT_SUPPORTED =
      named(0x000059E8, "E_PROXY_NOTSUPPORTED (code)");

  /** CLOSE_CHANNEL: a timeout of the policy. */
  public static final ResultCode CLOSE_SESSION_TIMEOUT =
      named(0x000059F6, "E_PROXY_SESSIONTIMEOUT (code)");

  /** CLOSE_CHANNEL: the client did not sign in again when it was asked to. */
  public static final ResultCode CLOSE_REAUTH_AUTHN_FAILED =
      named(0x000059FA, "E_PROXY_REAUTH_AUTHN_FAILED (code)");

  /** CLOSE_CHANNEL: the connection policy did not let a reauthentication through. */
  public static final ResultCode CLOSE_REAUTH_CAP_FAILED =
      named(0x000059FB, "E_PROXY_REAUTH_CAP_FAILED (code)");

  /** CLOSE_CHANNEL: the resource policy did not let a reauthentication through. */
  public static final ResultCode CLOSE_REAUTH_RAP_FAILED =
      named(0x000059FC, "E_PROXY_REAUTH_RAP_FAILED (code)");

  /** CLOSE_CHANNEL: a reauthentication failed by the client's state of health. */
  public static final ResultCode CLOSE_REAUTH_NAP_FAILED =
      named(0x00005A00, "E_PROXY_REAUTH_NAP_FAILED (code)");

  private static ResultCode named(int value, String name) {
    NAMES.put(value, name);
    return new ResultCode(value);
  }

  /** Whether a client takes it for a failure in a response: everything that is not zero. */
  public boolean isFailure() {
    return value != 0;
  }

  @Override
  public String toString() {
    String name = NAMES.get(value);
    return name != null ? name : "0x%08X".formatted(value);
  }
}
