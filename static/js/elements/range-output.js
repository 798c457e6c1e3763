/** <range-output> around a slider and an <output>: says the number that is chosen. */

export class RangeOutput extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this);
    this.handleEvent();
  }

  handleEvent() {
    const input = this.querySelector("input[type=range]");
    const output = this.querySelector("output");
    if (input instanceof HTMLInputElement && output) {
      output.value = input.value;
    }
  }
}

customElements.define("range-output", RangeOutput);
