/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.examples.QuickStart;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.standalone.doctor.DoctorCommand;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The program in {@code rdgateway.jar}: finds the command and turns failures into sentences. */
public final class Main {
  /** What the program returns when it was asked wrongly or its configuration cannot work. */
  public static final int BAD_INPUT = 2;

  private Main() {}

  /**
   * Runs a command and ends the JVM with its result.
   *
   * @param args the command and its options
   */
  public static void main(String... args) {
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    System.exit(run(Path.of(""), out, err, args));
  }

  /**
   * Runs a command.
   *
   * @param folder where relative files belong
   * @param out takes what the command says
   * @param err takes complaints
   * @param args the command and its options
   * @return 0 if all went well, {@link #BAD_INPUT}, or another result of the command
   */
  static int run(Path folder, PrintWriter out, PrintWriter err, String... args) {
    return run(folder, out, err, Signals.ofSystem(), args);
  }

  /** The same with other signals. */
  static int run(Path folder, PrintWriter out, PrintWriter err, Signals signals, String... args) {
    CommandLine commands =
        new CommandLine(new ControlCommands(folder, out))
            .addSubcommand(new QuickStart(folder.resolve("rdgateway-quickstart"), out))
            .addSubcommand(
                new Explain(folder, out, InetAddress::getAllByName, InstantSource.system()))
            .addSubcommand(
                new TokenCommand(
                    folder.resolve("rdgateway-quickstart"), out, InstantSource.system()))
            .addSubcommand(new CheckDirectory(folder, out, InstantSource.system()))
            .addSubcommand(new Serve(folder, out, signals, InstantSource.system()))
            .addSubcommand(new CheckConfig(folder, out, InstantSource.system()))
            .addSubcommand(
                new HashPassword(out, PasswordPrompt.ofConsole(), PasswordPrompt.ofStandardInput()))
            .addSubcommand(new DoctorCommand(folder, out, InstantSource.system()))
            .setOut(out)
            .setErr(err)
            .setParameterExceptionHandler(Main::misunderstood)
            .setExecutionExceptionHandler(Main::failed);
    offerHelp(commands);
    return args.length == 0 ? commands.execute("--help") : commands.execute(args);
  }

  private static void offerHelp(CommandLine command) {
    command.getSubcommands().values().forEach(Main::offerHelp);
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("--help").usageHelp(true).description("Shows this text.").build());
  }

  private static int misunderstood(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            e.getMessage()
                + "; \""
                + command.getCommandSpec().qualifiedName()
                + " --help\" shows what there is.");
    return BAD_INPUT;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (e instanceof ConfigurationException) {
      command.getErr().println(e.getMessage());
      return BAD_INPUT;
    }
    command.getErr().println("The gateway failed, which is a defect of it; please report this:");
    e.printStackTrace(command.getErr());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
