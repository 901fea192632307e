package io.anteroom.api.form;

import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.Problems;
import io.anteroom.async.json.UnicodeText;
import io.anteroom.upload.IncomingFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.common.util.CaseInsensitiveMap;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;

/**
 * The parts of a form as they come in: files in the spool, the others in memory. Used by one thread
 * at a time, but for {@link #deleteFiles()}.
 */
final class FormParts implements MultipartParser.PartHandler {

  private static final Logger LOG = Logger.getLogger(FormParts.class);

  /** The headers of a part, and what stands before the first, are held in memory; in bytes. */
  private static final int MAX_HEAD = 64 * 1024;

  private static final String ENCODING = "Content-Transfer-Encoding";

  /** The encodings that change no byte (RFC 2045, 6.2). */
  private static final Set<String> AS_THEY_ARE = Set.of("7bit", "8bit", "binary");

  /** How much of a value is shown, in characters. */
  private static final int MAX_SHOWN = 100;

  private final FormLimits limits;
  private final long max;
  private final FormData form;
  private final MultipartParser.ParseState parser;
  private final IncomingFiles incoming;
  private final List<IncomingFile> files = new CopyOnWriteArrayList<>();
  private volatile boolean deleted;
  private FormPart part;
  private long read;
  private long sincePart;
  private long fields;

  /**
   * @param incoming where its files go
   * @param max how large the whole form may be, in bytes
   */
  FormParts(FormLimits limits, IncomingFiles incoming, String boundary, long max) {
    this.incoming = incoming;
    this.limits = limits;
    this.max = max;
    this.form = new FormData(limits.parts());
    this.parser =
        MultipartParser.beginParse(
            this,
            boundary.getBytes(StandardCharsets.US_ASCII),
            StandardCharsets.ISO_8859_1.name()); // each byte of a header as a character
  }

  /** Reads the next piece; fails with a problem where it is none of a form. */
  void read(ByteBuffer piece) throws IOException {
    read += piece.remaining();
    sincePart += piece.remaining();
    if (read > max) {
      throw Problems.bodyTooLarge(max);
    }
    parser.parse(piece);
    if (sincePart > MAX_HEAD) {
      throw ProblemType.MALFORMED_FORM.with("The headers of a part are too long.");
    }
  }

  /** How large the whole form may be, in bytes. */
  long max() {
    return max;
  }

  boolean areComplete() {
    return parser.isComplete();
  }

  FormData form() {
    return form;
  }

  @Override
  public void beginPart(CaseInsensitiveMap<String> headers) {
    sincePart = 0;
    CaseInsensitiveMap<String> decoded = new CaseInsensitiveMap<>();
    headers.forEach(
        (name, values) ->
            decoded.put(name, values.stream().map(value -> text(name, value)).toList()));
    ContentDisposition disposition = ContentDisposition.of(decoded.getFirst("Content-Disposition"));
    if (disposition.unreadable()) {
      throw ProblemType.MALFORMED_FORM.with("A file name of the form cannot be read.");
    }
    demandNotEncoded(decoded);
    part = new FormPart(disposition, decoded);
    openFile(false);
  }

  private void openFile(boolean hasContent) {
    if (part.isFileToOpen(hasContent)) {
      demandOnlyFile();
      files.add(part.open(incoming));
      demandNotDeleted();
    }
  }

  /**
   * HTTP needs no such encoding, and clients must not use one (RFC 7578, 4.7). The framework would
   * undo it in each piece of the body by itself, and so change the content without an error.
   */
  private static void demandNotEncoded(CaseInsensitiveMap<String> headers) {
    for (String encoding : headers.getOrDefault(ENCODING, List.of())) {
      if (!AS_THEY_ARE.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
        throw ProblemType.MALFORMED_FORM.with(
            "A part says %s: %s. Send the bytes of a part as they are, without this header."
                .formatted(ENCODING, UnicodeText.cut(encoding, MAX_SHOWN)));
      }
    }
  }

  /** Here already: some spools hold a small file in memory until it is kept. */
  private void demandOnlyFile() {
    if (!files.isEmpty()) {
      throw UploadForm.secondFile(part.name());
    }
  }

  /** The last piece may be read although the client has gone and its files have been removed. */
  private void demandNotDeleted() {
    if (deleted) {
      deleteFiles();
      throw new UncheckedIOException(new IOException("the request has ended"));
    }
  }

  @Override
  public void data(ByteBuffer content) throws IOException {
    sincePart = 0;
    if (!part.isFile()) {
      count(content.remaining());
    }
    openFile(content.hasRemaining());
    part.add(content);
  }

  private void count(int bytes) {
    fields += bytes;
    if (fields > limits.fields()) {
      throw Problems.fieldsTooLarge(limits.fields());
    }
  }

  @Override
  public void endPart() {
    sincePart = 0;
    try {
      part.addTo(form);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    part = null;
  }

  /** Removes the files that nobody has kept. Once the request has ended; blocks. */
  void deleteFiles() {
    deleted = true;
    for (IncomingFile file : files) {
      try {
        file.discard();
      } catch (IOException | RuntimeException e) {
        LOG.warnf("an upload that is not needed could not be removed: %s", e.toString());
      }
    }
  }

  /** Each byte came as a character. */
  private static String text(String header, String bytes) {
    return ContentDisposition.header(bytes.getBytes(StandardCharsets.ISO_8859_1))
        .orElseThrow(() -> noText(header, bytes));
  }

  private static RuntimeException noText(String header, String bytes) {
    ContentDisposition disposition = ContentDisposition.of(bytes);
    boolean isFileName =
        disposition.fileName() != null
            && disposition.name() != null
            && StandardCharsets.US_ASCII.newEncoder().canEncode(disposition.name());
    return isFileName
        ? ProblemType.INVALID_FIELD.about(
            disposition.name(), "The file name holds bytes that are no UTF-8.")
        : ProblemType.MALFORMED_FORM.with(
            "The header %s of a part holds bytes that are no UTF-8.".formatted(header));
  }
}
