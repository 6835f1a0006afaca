/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings that this library knows by name; a file may have others. */
public enum RdpProperty {
  /** The gateway: a name, or a name and a port as in {@code gw.example:8443}. */
  GATEWAY_HOST_NAME("gatewayhostname"),
  /**
   * When to use the gateway: 0 never, 1 always, 2 if the direct way fails, 3 as the client is set,
   * 4 never, and not for local addresses either.
   */
  GATEWAY_USAGE_METHOD("gatewayusagemethod", 0, 4),
  /** 0 for the client's own gateway settings, 1 for those of the file. */
  GATEWAY_PROFILE_USAGE_METHOD("gatewayprofileusagemethod", 0, 1),
  /**
   * How to sign in to the gateway: 0 password by NTLM, 1 smart card, 2 the Windows user, 3 Basic, 4
   * chosen later, 5 access token.
   */
  GATEWAY_CREDENTIALS_SOURCE("gatewaycredentialssource", 0, 5),
  /** The token for credentials source 5, sent as the PAA cookie. */
  GATEWAY_ACCESS_TOKEN("gatewayaccesstoken"),
  /** Undocumented; 0 in the files of Windows. */
  GATEWAY_BROKERING_TYPE("gatewaybrokeringtype", 0, Integer.MAX_VALUE),
  /** 1 for the same credentials at the gateway and the host. */
  PROMPT_CREDENTIAL_ONCE("promptcredentialonce", 0, 1),
  /** The KDC proxy (MS-KKDCP), at most 255 characters. */
  KDC_PROXY_NAME("kdcproxyname"),
  /** 1 if the gateway is the KDC proxy as well. */
  RDG_IS_KDC_PROXY("rdgiskdcproxy", 0, 1),
  /** The host: a name or an address, with a port if it is not 3389. */
  FULL_ADDRESS("full address"),
  /** The host once more; the signer adds it, since mstsc prefers it. */
  ALTERNATE_FULL_ADDRESS("alternate full address"),
  /** The port of the host when its address has none. */
  SERVER_PORT("server port", 1, 65535),
  /** The user of the host. */
  USER_NAME("username"),
  /** The domain of the user. */
  DOMAIN("domain"),
  /** 1 for network level authentication. */
  ENABLE_CREDSSP_SUPPORT("enablecredsspsupport", 0, 1),
  /** 1 to sign in to the host with Entra ID. */
  ENABLE_RDS_AAD_AUTH("enablerdsaadauth", 0, 1),
  /** 1 to let client and host agree on the security of RDP. */
  NEGOTIATE_SECURITY_LAYER("negotiate security layer", 0, 1),
  /** What to do about an unknown host: 0 connect, 1 refuse, 2 warn, 3 unspecified. */
  AUTHENTICATION_LEVEL("authentication level", 0, 3),
  /** 1 to ask although credentials are saved. */
  PROMPT_FOR_CREDENTIALS("prompt for credentials", 0, 1),
  /** 1 to check the name of a redirecting broker. */
  USE_REDIRECTION_SERVER_NAME("use redirection server name", 0, 1),
  /** The routing token of a connection broker. */
  LOAD_BALANCE_INFO("loadbalanceinfo"),
  /** The workspace that the file belongs to. */
  WORKSPACE_ID("workspace id"),
  /** 1 for a session of its own for each RemoteApp. */
  DISABLE_CONNECTION_SHARING("disableconnectionsharing", 0, 1),
  /** 1 to reconnect after a loss of the network. */
  AUTO_RECONNECTION_ENABLED("autoreconnection enabled", 0, 1),
  /** The preconnection blob, which names a virtual machine. */
  PCB("pcb"),
  /** A program to start instead of the desktop. */
  ALTERNATE_SHELL("alternate shell"),
  /** Where that program starts. */
  SHELL_WORKING_DIRECTORY("shell working directory"),
  /** Where users find help. */
  SUPPORT_URL("support url"),
  /** 1 if a page has to be visited first. */
  REQUIRE_PRE_AUTHENTICATION("require pre-authentication", 0, 1),
  /** The address of that page. */
  PRE_AUTHENTICATION_SERVER_ADDRESS("pre-authentication server address"),
  /** Where the client uploads its log. */
  EVENT_LOG_UPLOAD_ADDRESS("eventloguploadaddress"),
  /** 1 for a RemoteApp instead of a desktop. */
  REMOTE_APPLICATION_MODE("remoteapplicationmode", 0, 1),
  /** The RemoteApp, as in {@code ||alias}. */
  REMOTE_APPLICATION_PROGRAM("remoteapplicationprogram"),
  /** Its GUID. */
  REMOTE_APPLICATION_GUID("remoteapplicationguid"),
  /** Its name for people. */
  REMOTE_APPLICATION_NAME("remoteapplicationname"),
  /** Its icon, a file of the client. */
  REMOTE_APPLICATION_ICON("remoteapplicationicon"),
  /** A file for it to open. */
  REMOTE_APPLICATION_FILE("remoteapplicationfile"),
  /** The extensions that it opens. */
  REMOTE_APPLICATION_FILE_EXTENSIONS("remoteapplicationfileextensions"),
  /** Its arguments. */
  REMOTE_APPLICATION_CMD_LINE("remoteapplicationcmdline"),
  /** 1 to expand variables in its arguments at the host. */
  REMOTE_APPLICATION_EXPAND_CMD_LINE("remoteapplicationexpandcmdline", 0, 1),
  /** 1 to expand variables in its folder at the host. */
  REMOTE_APPLICATION_EXPAND_WORKING_DIR("remoteapplicationexpandworkingdir", 0, 1),
  /** 1 for a shared clipboard. */
  REDIRECT_CLIPBOARD("redirectclipboard", 0, 1),
  /** 1 for the client's printers. */
  REDIRECT_PRINTERS("redirectprinters", 0, 1),
  /** 1 for the client's serial ports. */
  REDIRECT_COM_PORTS("redirectcomports", 0, 1),
  /** 1 for the client's smart cards. */
  REDIRECT_SMART_CARDS("redirectsmartcards", 0, 1),
  /** 1 for all drives; older than {@link #DRIVES_TO_REDIRECT}. */
  REDIRECT_DRIVES("redirectdrives", 0, 1),
  /** {@code *}, {@code DynamicDrives}, or drives as in {@code C:\;}. */
  DRIVES_TO_REDIRECT("drivestoredirect"),
  /** {@code *}, {@code DynamicDevices}, or devices by their ids. */
  DEVICES_TO_REDIRECT("devicestoredirect"),
  /** USB devices by their ids. */
  USB_DEVICES_TO_REDIRECT("usbdevicestoredirect"),
  /** {@code *}, or cameras by their ids. */
  CAMERAS_TO_REDIRECT("camerastoredirect"),
  /** 1 for point of service devices. */
  REDIRECT_POS_DEVICES("redirectposdevices", 0, 1),
  /** 1 to draw DirectX at the client. */
  REDIRECT_DIRECTX("redirectdirectx", 0, 1),
  /** 1 for the client's security keys and Windows Hello. */
  REDIRECT_WEBAUTHN("redirectwebauthn", 0, 1),
  /** 1 to tell where the client is. */
  REDIRECT_LOCATION("redirectlocation", 0, 1),
  /** Undocumented; signed by newer clients. */
  REDIRECT_TEXT_PROCESSING("redirecttextprocessing", 0, 1),
  /** Undocumented; signed by newer clients. */
  ALLOWED_SECURITY_PROTOCOLS("allowed security protocols"),
  /** Sound is played by: 0 the client, 1 the host, 2 nobody. */
  AUDIO_MODE("audiomode", 0, 2),
  /** 1 for the client's microphone. */
  AUDIO_CAPTURE_MODE("audiocapturemode", 0, 1),
  /** 1 to play videos at the client. */
  VIDEO_PLAYBACK_MODE("videoplaybackmode", 0, 1),
  /** 1 to compress what cameras take. */
  ENCODE_REDIRECTED_VIDEO_CAPTURE("encode redirected video capture", 0, 1),
  /**
   * Key combinations of Windows go to: 0 the client, 1 the host, 2 the host in full screen, 3 a
   * RemoteApp.
   */
  KEYBOARD_HOOK("keyboardhook", 0, 3),
  /** 1 for a window, 2 for the full screen. */
  SCREEN_MODE_ID("screen mode id", 1, 2),
  /** 1 for all monitors. */
  USE_MULTIMON("use multimon", 0, 1),
  /** Which monitors, as in {@code 0,1}. */
  SELECTED_MONITORS("selectedmonitors"),
  /** Pixels; clients take 200 to 8192. */
  DESKTOP_WIDTH("desktopwidth", 0, 32766),
  /** Pixels; clients take 200 to 8192. */
  DESKTOP_HEIGHT("desktopheight", 0, 32766),
  /** Percent, 100 to 500. */
  DESKTOP_SCALE_FACTOR("desktopscalefactor", 0, 1000),
  /** 1 to follow the size of the window. */
  DYNAMIC_RESOLUTION("dynamic resolution", 0, 1),
  /** 1 to scale the picture to the window. */
  SMART_SIZING("smart sizing", 0, 1),
  /** Bits of a pixel: 15, 16, 24 or 32. */
  SESSION_BPP("session bpp", 1, 32),
  /** The expected network, 1 modem to 6 LAN, 7 found out. */
  CONNECTION_TYPE("connection type", 0, 7),
  /** 1 to find out about the network. */
  NETWORK_AUTO_DETECT("networkautodetect", 0, 1),
  /** 1 to find out the bandwidth. */
  BANDWIDTH_AUTO_DETECT("bandwidthautodetect", 0, 1),
  /** 1 to compress. */
  COMPRESSION("compression", 0, 1),
  /** What the signature covers; written by {@link RdpSigner}. */
  SIGN_SCOPE("signscope"),
  /** The signature; written by {@link RdpSigner}. */
  SIGNATURE("signature");

  private static final Map<String, RdpProperty> BY_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(one -> one.fileName, one -> one));

  private final String fileName;
  private final char type;
  private final int min;
  private final int max;

  RdpProperty(String fileName) {
    this(fileName, 's', 0, 0);
  }

  RdpProperty(String fileName, int min, int max) {
    this(fileName, 'i', min, max);
  }

  RdpProperty(String fileName, char type, int min, int max) {
    this.fileName = fileName;
    this.type = type;
    this.min = min;
    this.max = max;
  }

  /**
   * Finds a setting.
   *
   * @param name in any case
   * @return empty if it is not known here
   */
  public static Optional<RdpProperty> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * The name in files.
   *
   * @return in lower case
   */
  public String fileName() {
    return fileName;
  }

  /**
   * Whether the value is a number.
   *
   * @return false for text
   */
  public boolean isNumber() {
    return type == 'i';
  }

  /**
   * Whether a signature has to cover the setting. mstsc takes a signed file for damaged if such a
   * setting is in the file and not in the signature.
   *
   * @return false for what may be changed in a signed file
   */
  public boolean isSignable() {
    return SignScope.covers(fileName);
  }

  /** A line of this setting; its value is checked. */
  RdpLine line(String value) {
    RdpLine line = new RdpLine(fileName, type, value);
    check(line);
    return line;
  }

  /** Refuses a line of this name with another type or a value out of range. */
  void check(RdpLine line) {
    // Some lists of settings give these two numbers as text.
    boolean text =
        line.type() == 's'
            && (this == REMOTE_APPLICATION_EXPAND_CMD_LINE
                || this == REMOTE_APPLICATION_EXPAND_WORKING_DIR);
    if (line.type() != type && !text) {
      throw new IllegalArgumentException(
          "the type of \"" + fileName + "\" is " + type + ", not " + line.type());
    }
    if (line.type() == 'i') {
      int number = Integer.parseInt(line.value());
      if (number < min || number > max) {
        throw new IllegalArgumentException(
            "the value of \"" + fileName + "\" is " + min + " to " + max + ", not " + number);
      }
    }
    if (this == KDC_PROXY_NAME && line.value().length() > 255) {
      throw new IllegalArgumentException(
          "the value of \"kdcproxyname\" is longer than 255 characters");
    }
  }
}
