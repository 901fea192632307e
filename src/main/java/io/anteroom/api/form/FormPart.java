package io.anteroom.api.form;

import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.http.ParameterizedValue;
import io.anteroom.async.http.ParameterizedValue.Parameter;
import io.anteroom.upload.IncomingFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.common.util.CaseInsensitiveMap;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;

/**
 * One part of a form: a file where it has a file name, else a field. A file without a name and
 * without a byte is what a browser sends where nobody chose one (HTML, constructing the entry
 * list); it is never opened, and the form is as one without this part. Not thread-safe.
 */
final class FormPart {

  private final ContentDisposition disposition;
  private final CaseInsensitiveMap<String> headers;
  private final ByteArrayOutputStream field = new ByteArrayOutputStream();
  private IncomingFile file;

  FormPart(ContentDisposition disposition, CaseInsensitiveMap<String> headers) {
    this.disposition = disposition;
    this.headers = headers;
  }

  boolean isFile() {
    return disposition.isFormData() && disposition.fileName() != null;
  }

  /** Whether it is a file that nobody has opened, and that has a name or now a byte. */
  boolean isFileToOpen(boolean hasContent) {
    return isFile() && file == null && (hasContent || !disposition.fileName().isEmpty());
  }

  /** Null where it says none. */
  String name() {
    return disposition.isFormData() ? disposition.name() : null;
  }

  IncomingFile open(IncomingFiles files) {
    try {
      file = files.open();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void add(ByteBuffer content) throws IOException {
    if (file != null) {
      file.write(content);
      return;
    }
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    field.writeBytes(bytes);
  }

  /** It is whole; a part that says no name has none. */
  void addTo(FormData form) throws IOException {
    if (!isFile()) {
      Charset charset = charset();
      form.add(name(), text(charset), charset.name(), headers);
    } else if (file != null) {
      file.close();
      form.add(name(), file.path(), disposition.fileName(), headers);
    }
  }

  private Charset charset() {
    String type = headers.getFirst("Content-Type");
    if (type == null || type.isBlank()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return ParameterizedValue.mediaType(type)
          .orElseThrow(() -> unreadable("its Content-Type"))
          .parameter("charset")
          .map(Parameter::value)
          .map(Charset::forName)
          .orElse(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw unreadable("its charset");
    }
  }

  /** Strictly: what is no text cannot be passed on as one. */
  private String text(Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(field.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw ProblemType.INVALID_FIELD.about(
          disposition.name(),
          "The field %s holds bytes that are no %s.".formatted(disposition.name(), charset));
    }
  }

  private static RuntimeException unreadable(String what) {
    return ProblemType.MALFORMED_FORM.with(
        "A field of the form cannot be read: %s.".formatted(what));
  }
}
