/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends each event to a file as one line of JSON in ASCII. When the file is moved away, as
 * logrotate does, a new one is begun with the next event. When it cannot be written, as on a full
 * disk, events are counted and the count is written as {@code EventsLost} as soon as it can be
 * again; the gateway goes on.
 *
 * <p>For one thread at a time, which is how a gateway and {@link FanOut} call.
 */
public final class JsonLinesListener implements GatewayListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JsonLinesListener.class);

  private final Path file;
  private @Nullable OutputStream out;
  private @Nullable Object key;
  private long lost;

  /**
   * Opens a file, which is created where there is none.
   *
   * @param file where to append
   * @throws ConfigurationException if it cannot be opened
   */
  public JsonLinesListener(Path file) {
    this.file = file;
    try {
      open();
    } catch (IOException e) {
      throw new ConfigurationException(
          file
              + ": events cannot be written there; name a file in a folder that the gateway's"
              + " account may write to",
          e);
    }
  }

  private OutputStream open() throws IOException {
    boolean torn = endsInsideALine();
    OutputStream opened =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    out = opened;
    key = key();
    if (torn) {
      opened.write('\n');
    }
    return opened;
  }

  /** A full disk or a crash may have left half a line, which must not swallow the next one. */
  private boolean endsInsideALine() throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (SeekableByteChannel end = Files.newByteChannel(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return end.size() > 0 && end.position(end.size() - 1).read(last) == 1 && last.get(0) != '\n';
    }
  }

  /** What tells the file of this name from an earlier one; null where the system has nothing. */
  private @Nullable Object key() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Override
  public void onEvent(GatewayEvent event) {
    try {
      OutputStream to = current();
      if (lost > 0) {
        write(to, new GatewayEvent.EventsLost(event.at(), lost));
        LOG.info("{} can be written again; {} events were lost", file, lost);
        lost = 0;
      }
      write(to, event);
    } catch (IOException e) {
      if (lost++ == 0) {
        LOG.warn("{} cannot be written; events are lost until it can", file, e);
      }
      closeQuietly();
    }
  }

  private OutputStream current() throws IOException {
    if (out != null && isInPlace()) {
      return out;
    }
    closeQuietly();
    return open();
  }

  private boolean isInPlace() throws IOException {
    try {
      return Objects.equals(key, key());
    } catch (NoSuchFileException e) { // moved away, perhaps this very moment
      return false;
    }
  }

  private static void write(OutputStream to, GatewayEvent event) throws IOException {
    // One write for each line: a line that another process appends to the file stays whole.
    to.write((JsonText.of(AuditRecord.of(event)) + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      LOG.debug("{} did not close", file, e); // what could not be written is counted already
    }
  }

  /** Closes the file. An event that comes later opens it again. */
  @Override
  public void close() throws IOException {
    OutputStream closing = out;
    out = null;
    if (closing != null) {
      closing.close();
    }
  }
}
