/** <local-greeting>: good morning, afternoon or evening by the viewer's own clock. */

export class LocalGreeting extends HTMLElement {
  connectedCallback() {
    const hour = new Date().getHours();
    const part = hour >= 5 && hour < 12 ? "morning" : hour >= 12 && hour < 18 ? "afternoon" : "evening";
    this.textContent = `Good ${part}`;
  }
}

customElements.define("local-greeting", LocalGreeting);
