import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates PDF files against standards with veraPDF: {@code Validate 3a,ua1 FILE…}. A line `check NAME: ok` or
 * `check NAME: failed` for each file and standard, with the rules that were broken.
 */
public final class Validate {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean allOk = true;
        for (int place = 1; place < arguments.length; place++) {
            for (String standard : arguments[0].split(",")) {
                allOk &= isValid(new File(arguments[place]), standard);
            }
        }
        System.exit(allOk ? 0 : 1);
    }

    private static boolean isValid(File file, String standard) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(standard);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            boolean ok = result.isCompliant() && result.getTotalAssertions() > 0;
            System.out.println(file.getName() + " against " + flavour + ": " + result.getTotalAssertions() + " assertions");
            Map<String, String> broken = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    broken.putIfAbsent(rule + " " + assertion.getMessage(), assertion.getLocation().getContext());
                }
            }
            broken.forEach((rule, place) -> System.out.println("  broken: " + rule + "\n    at " + place));
            System.out.println("check standard: " + (ok ? "ok" : "failed"));
            return ok;
        }
    }
}
