/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.protocol.ResultCode;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A channel could not be opened, or an open one broke. The message is one sentence for people and
 * contains no secret.
 */
public final class GatewayClientException extends IOException {
  private static final long serialVersionUID = 1L;

  /** How far the client had come. */
  public enum Stage {
    /** Resolving the name and connecting. */
    CONNECT,
    /** The TLS handshake, with the check of the certificate. */
    TLS,
    /** The HTTP requests with the sign-in. */
    HTTP,
    /** HANDSHAKE_REQUEST (MS-TSGU 2.2.10.10). */
    HANDSHAKE,
    /** EXTENDED_AUTH_MSG (MS-TSGU 2.2.10.13): the sign-in by messages inside the tunnel. */
    EXTENDED_AUTH,
    /** TUNNEL_CREATE (MS-TSGU 2.2.10.18), with a PAA cookie the sign-in. */
    TUNNEL_CREATE,
    /** TUNNEL_AUTH (MS-TSGU 2.2.10.14): the connection policy. */
    TUNNEL_AUTH,
    /** CHANNEL_CREATE (MS-TSGU 2.2.10.2): the resource policy and the host. */
    CHANNEL_CREATE,
    /** The channel was open. */
    CHANNEL
  }

  private final Stage stage;
  private final @Nullable Integer httpStatus;
  private final @Nullable Integer resultCode;

  private GatewayClientException(
      Stage stage,
      String message,
      @Nullable Integer httpStatus,
      @Nullable Integer resultCode,
      @Nullable Throwable cause) {
    super(message, cause);
    this.stage = stage;
    this.httpStatus = httpStatus;
    this.resultCode = resultCode;
  }

  static GatewayClientException failed(Stage stage, String message) {
    return new GatewayClientException(stage, message, null, null, null);
  }

  static GatewayClientException failed(Stage stage, String message, Throwable cause) {
    return new GatewayClientException(stage, message, null, null, cause);
  }

  static GatewayClientException status(String message, int status) {
    return new GatewayClientException(Stage.HTTP, message, status, null, null);
  }

  static GatewayClientException refused(Stage stage, String what, ResultCode code) {
    return new GatewayClientException(
        stage, what + ": " + describe(code), null, code.value(), null);
  }

  /** Name and number. */
  static String describe(ResultCode code) {
    String number = "0x%08X".formatted(code.value());
    String name = code.toString();
    return name.equals(number) ? number : name + " (" + number + ")";
  }

  /**
   * How far the client had come.
   *
   * @return the stage that failed
   */
  public Stage stage() {
    return stage;
  }

  /**
   * The status with which the gateway refused.
   *
   * @return for example 401; empty if it did not refuse by a status
   */
  public OptionalInt httpStatus() {
    return httpStatus == null ? OptionalInt.empty() : OptionalInt.of(httpStatus);
  }

  /**
   * The result code with which the gateway refused (MS-TSGU 2.2.6).
   *
   * @return for example 0x800759DA; empty if it did not refuse by a packet
   */
  public OptionalInt resultCode() {
    return resultCode == null ? OptionalInt.empty() : OptionalInt.of(resultCode);
  }
}
